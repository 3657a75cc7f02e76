/** What this browser keeps for the people who use it bears this prefix, and goes when they log out. */
export const STORAGE_PREFIX = 'tapline';

/** The browser's storage; null where there is none, or where it is forbidden. */
export function browserStorage(): Storage | null {
  try {
    return globalThis.localStorage ?? null;
  } catch {
    // Cookies are blocked: nothing outlives the page.
    return null;
  }
}

/** Leaves nothing of anybody in this browser. */
export function forgetAll(storage: Storage | null): void {
  for (const key of keysOf(storage, `${STORAGE_PREFIX}:`)) storage?.removeItem(key);
}

export const keysOf = (storage: Storage | null, prefix: string): string[] =>
  Array.from({ length: storage?.length ?? 0 }, (_, n) => storage?.key(n) ?? '').filter((key) =>
    key.startsWith(prefix),
  );
