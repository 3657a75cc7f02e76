import type { CardReader } from '#hardware/drivers/card-reader';

/** Several readers as one: whichever a card is held to. */
export function joinReaders(readers: readonly CardReader[]): CardReader {
  return {
    onCard: (listener) => onEach(readers, (reader) => reader.onCard(listener)),
    onGone: (listener) => onEach(readers, (reader) => reader.onGone(listener)),
    onUnread: (listener) => onEach(readers, (reader) => reader.onUnread(listener)),
  };
}

/** Subscribes to each part; the returned function leaves them all. */
export function onEach<T>(parts: readonly T[], subscribe: (part: T) => () => void): () => void {
  const leave = parts.map(subscribe);
  return () => leave.forEach((off) => off());
}
