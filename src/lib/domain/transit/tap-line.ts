/** Serves taps one after the other, in the order in which they came. */
export function createTapLine(report: (fault: unknown) => void) {
  const waiting = new Set<string>();
  let last = Promise.resolve();
  return {
    /** A card that is held up again while its tap waits is already being served, so it joins once. */
    join(cardId: string, serve: () => Promise<void>): void {
      if (waiting.has(cardId)) return;
      waiting.add(cardId);
      last = last
        .then(serve)
        // One bad tap must not stop the line behind it; its fault is seen all the same.
        .catch(report)
        .finally(() => waiting.delete(cardId));
    },
  };
}
