const LOOK_EVERY_MS = 60;
const PRESENTATION_ENDS_MS = 1500;

export interface ReaderTells {
  /** False if there is nobody to be told: it is told again until there is. */
  card: (uid: string) => boolean;
  gone: (uid: string) => void;
  several: () => void;
  works: (works: boolean) => void;
}

/** A card reader as the board tells of it: presentations begin and end, several cards are none. */
export function createSimReader(tell: ReaderTells) {
  let cards: readonly string[] = [];
  let alive = true;
  let presented: string | null = null;
  let isTold = false;
  let presentedAt = 0;
  let severalAt = -Infinity;

  const isOver = (since: number) => Date.now() - since >= PRESENTATION_ENDS_MS;

  function end(): void {
    if (presented !== null && isTold) tell.gone(presented);
    presented = null;
  }

  function seeOne(uid: string): void {
    presentedAt = Date.now();
    if (presented !== uid) {
      end();
      isTold = false;
    }
    presented = uid;
    isTold ||= tell.card(uid);
  }

  function seeSeveral(): void {
    if (isOver(severalAt)) tell.several();
    severalAt = presentedAt = Date.now();
  }

  function look(): void {
    const [first] = alive ? cards : [];
    if (first !== undefined && cards.length === 1) seeOne(first);
    else if (first !== undefined) seeSeveral();
    else if (isOver(presentedAt)) end();
  }

  const timer = setInterval(look, LOOK_EVERY_MS);
  return {
    get works() {
      return alive;
    },
    hold: (uids: readonly string[]) => void (cards = uids),
    setAlive(next: boolean): void {
      if (next === alive) return;
      alive = next;
      tell.works(alive);
    },
    stop: () => clearInterval(timer),
  };
}
