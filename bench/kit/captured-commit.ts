import { createHash } from 'node:crypto';
import type { Redis } from 'ioredis';
import { v7 } from 'uuid';
import { createGate, newCardId } from './gate';

/**
 * The script that commits a tap, loaded, with the arguments of a real one. Card and tap bear redis-benchmark's
 * placeholder for a random number, so that every run is the first tap of another card.
 */
export async function captureCommit(redis: Redis): Promise<{ sha: string; args: string[] }> {
  const scripts = new Map<string, string>();
  let called: (string | number)[] = [];
  const watched = new Proxy(redis, {
    get(target, name) {
      if (name === 'defineCommand') return define;
      if (name !== 'commitTap') return Reflect.get(target, name) as unknown;
      return (...args: (string | number)[]) => {
        called = args;
        return (Reflect.get(target, name) as (...args: unknown[]) => unknown).call(target, ...args);
      };
    },
  });
  const define = (name: string, definition: { lua: string }): void => {
    scripts.set(name, definition.lua);
    redis.defineCommand(name, definition);
  };

  const gate = createGate(watched);
  const [cardId, tapId] = [newCardId(), v7()];
  await gate.sell(cardId, 'TEN_TRIP');
  await gate.tap({ tapId, cardId, gateId: 'gate-north' });
  const lua = scripts.get('commitTap') ?? '';
  await redis.script('LOAD', lua);
  const args = called.map((arg) =>
    String(arg).replaceAll(cardId, RANDOM).replaceAll(tapId, RANDOM).replace('"version":1', '"version":0'),
  );
  return { sha: createHash('sha1').update(lua).digest('hex'), args };
}

const RANDOM = '__rand_int__';
