import { LRUCache } from 'lru-cache';
import { channels } from './keys';
import type { Bus } from './bus';

/**
 * What was read lately, kept in this process. Each entry bears tags; a tag that is invalidated on one instance is gone
 * on all of them as soon as the word arrives, and after a gap everything is.
 */
export interface Cache {
  /** The kept value, or what `load` gives, which is kept unless a tag of its was invalidated meanwhile. */
  get<T extends object>(key: string, tags: readonly string[], load: () => Promise<T>): Promise<T>;
  /** Keeps a value that was just written. */
  put(key: string, tags: readonly string[], value: object): void;
  /** Drops what bears the tag, here at once and elsewhere within a round trip. */
  invalidate(tag: string): Promise<void>;
}

interface Entry {
  value: object;
  tags: readonly string[];
}

const KEPT = 10_000;
/** Should a word be lost all the same, nothing stays wrong for longer. */
const KEPT_MS = 60_000;

export async function createCache(bus: Bus): Promise<Cache> {
  const entries = new LRUCache<string, Entry>({
    max: KEPT,
    ttl: KEPT_MS,
    dispose: ({ tags }, key) => {
      for (const tag of tags) forget(tag, key);
    },
  });
  const keysOf = new Map<string, Set<string>>();
  /** Loads under way: an invalidation tells them that what they bring is old. */
  const loading = new Set<{ tags: readonly string[]; stale: boolean }>();

  function forget(tag: string, key: string): void {
    const keys = keysOf.get(tag);
    keys?.delete(key);
    if (keys?.size === 0) keysOf.delete(tag);
  }

  function drop(tag: string): void {
    for (const load of loading) if (load.tags.includes(tag)) load.stale = true;
    for (const key of [...(keysOf.get(tag) ?? [])]) entries.delete(key);
  }

  function dropAll(): void {
    for (const load of loading) load.stale = true;
    entries.clear();
  }

  function put(key: string, tags: readonly string[], value: object): void {
    entries.set(key, { value, tags });
    for (const tag of tags) keysOf.set(tag, (keysOf.get(tag) ?? new Set()).add(key));
  }

  await bus.subscribe(channels.cacheInvalidated, (tag) => drop(String(tag)));
  bus.onGap(dropAll);

  return {
    async get<T extends object>(key: string, tags: readonly string[], load: () => Promise<T>): Promise<T> {
      const kept = entries.get(key);
      if (kept) return kept.value as T;
      const run = { tags, stale: false };
      loading.add(run);
      try {
        const value = await load();
        if (!run.stale) put(key, tags, value);
        return value;
      } finally {
        loading.delete(run);
      }
    },
    put,
    async invalidate(tag) {
      drop(tag);
      await bus.publish(channels.cacheInvalidated, tag);
    },
  };
}
