import { sumUp, type Coming } from './comings';

/** A crowd is gathered for this long, and what it did stands for that long. */
const GATHER_MS = 1_500;
const SHOWN_MS = 6_000;

/** Who came and left lately, for a faint line that goes away by itself. */
export interface Comings {
  /** Reactive. Ids of people. */
  readonly lately: { came: string[]; left: string[] };
  add(comings: readonly Coming[]): void;
  close(): void;
}

export function createComings(): Comings {
  const nobody = { came: [], left: [] };
  let lately = $state.raw<Comings['lately']>(nobody);
  let gathered: Coming[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;

  const show = () => {
    lately = sumUp(gathered);
    gathered = [];
    timer = setTimeout(hide, SHOWN_MS);
  };
  const hide = () => {
    lately = nobody;
    timer = undefined;
  };

  return {
    get lately() {
      return lately;
    },
    add(comings) {
      if (comings.length === 0) return;
      if (gathered.length === 0) {
        clearTimeout(timer);
        timer = setTimeout(show, GATHER_MS);
      }
      gathered.push(...comings);
    },
    close: () => clearTimeout(timer),
  };
}
