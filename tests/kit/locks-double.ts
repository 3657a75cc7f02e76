type Grant = (lock: Lock | null) => unknown;

/** `navigator.locks` for exclusive locks, among whoever shares it. */
export function createLocksDouble(): LockManager {
  const holders = new Map<string, Promise<unknown>>();

  async function grant(name: string, callback: Grant): Promise<unknown> {
    const held = Promise.resolve(callback({ name, mode: 'exclusive' }));
    const over = held.catch(() => undefined).then(() => holders.delete(name));
    holders.set(name, over);
    await over;
    return held;
  }

  async function request(name: string, options: LockOptions, callback: Grant): Promise<unknown> {
    if (options.ifAvailable && holders.has(name)) return callback(null);
    while (holders.has(name)) await holders.get(name);
    options.signal?.throwIfAborted();
    return grant(name, callback);
  }

  return { request, query: async () => ({}) } as unknown as LockManager;
}
