/** Who wants to hear of something. `add` returns the way out. */
export interface Listeners<T> {
  add(listener: (value: T) => void): () => void;
  tell(value: T): void;
}

export function createListeners<T>(): Listeners<T> {
  const listeners = new Set<(value: T) => void>();
  return {
    add(listener) {
      // Wrapped, so that the same function given twice is two listeners with two ways out.
      const entry = (value: T) => listener(value);
      listeners.add(entry);
      return () => void listeners.delete(entry);
    },
    tell(value) {
      for (const listener of [...listeners]) listener(value);
    },
  };
}
