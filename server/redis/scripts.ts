import type { Redis } from 'ioredis';

/** A Lua script, ready to run: `keys` must lie in one slot. */
export type Script = (keys: string[], args: (string | number)[]) => Promise<unknown>;

/** Registers a script (EVALSHA, with EVAL when Redis does not know it yet). */
export function defineScript(redis: Redis, name: string, lua: string): Script {
  redis.defineCommand(name, { lua });
  const command = Reflect.get(redis, name) as (...args: (string | number)[]) => Promise<unknown>;
  return (keys, args) => command.call(redis, keys.length, ...keys, ...args);
}
