const EVERY_MS = 1000;
/** A beat without an answer can happen; two in a row should be seen. */
const WEAK_AFTER = 2;
/** A board that hangs swallows what it is sent without an error: nothing but this silence shows it. */
const DEAD_AFTER = 4;

export interface HeartbeatParts {
  beat: () => void;
  /** Called at each change. */
  onWeak: (weak: boolean) => void;
  onDead: () => void;
}

/** Asks the other side once a second whether it lives; any frame of it is an answer. */
export function createHeartbeat({ beat, onWeak, onDead }: HeartbeatParts) {
  let timer: ReturnType<typeof setInterval> | undefined;
  let misses = 0;
  let heard = true;

  const setMisses = (next: number): void => {
    const wasWeak = misses >= WEAK_AFTER;
    misses = next;
    if (misses >= WEAK_AFTER !== wasWeak) onWeak(!wasWeak);
  };

  const tick = (): void => {
    setMisses(heard ? 0 : misses + 1);
    heard = false;
    if (misses >= DEAD_AFTER) onDead();
    else beat();
  };

  return {
    start(): void {
      clearInterval(timer);
      heard = true;
      timer = setInterval(tick, EVERY_MS);
    },
    stop: () => clearInterval(timer),
    /** A frame has come in. */
    hear(): void {
      heard = true;
      setMisses(0);
    },
  };
}
