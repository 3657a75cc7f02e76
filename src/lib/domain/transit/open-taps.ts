/** How long a card's unanswered tap is taken up again. */
const KEEP_MS = 2 * 60_000;

/**
 * Taps that have no answer yet. The server may have committed one whose answer was lost: asked again under the same id
 * it gives the stored answer and the rider passes; under a new id she would pay twice, or find the gate shut as for a
 * repeated tap.
 */
export function createOpenTaps(newId: () => string, now: () => number) {
  const open = new Map<string, { tapId: string; at: number }>();
  const forgetOld = () => {
    for (const [cardId, { at }] of open) if (now() - at >= KEEP_MS) open.delete(cardId);
  };
  return {
    /** The id under which this card's tap is decided. */
    idFor(cardId: string): string {
      forgetOld();
      const earlier = open.get(cardId);
      if (earlier) return earlier.tapId;
      const tapId = newId();
      open.set(cardId, { tapId, at: now() });
      return tapId;
    },
    answered(cardId: string): void {
      open.delete(cardId);
    },
    /** Whether any tap still waits for its answer. */
    any(): boolean {
      forgetOld();
      return open.size > 0;
    },
  };
}
