import { DARK_VIEW, type BoardView } from '#hardware/simulator/virtual-board';

/** What of a board is either on or off. */
export type OnOff = 'red' | 'amber' | 'green' | 'buzzing' | 'gateOpen';

export interface ViewWatch {
  /** @param at milliseconds of the clock beside the board */
  see(view: BoardView, at: number): void;
  /** When it went on, off, on and so on, in milliseconds of that clock. */
  turns(what: OnOff): number[];
}

/** Times what is to be seen of a board where it is seen first: a test looks late, and a pulse would seem shorter. */
export function watchView(): ViewWatch {
  const turns: Record<OnOff, number[]> = { red: [], amber: [], green: [], buzzing: [], gateOpen: [] };
  let last = DARK_VIEW;
  return {
    see(view, at) {
      for (const what of Object.keys(turns) as OnOff[]) if (view[what] !== last[what]) turns[what].push(at);
      last = view;
    },
    turns: (what) => [...turns[what]],
  };
}
