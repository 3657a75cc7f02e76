import { createHash, randomBytes } from 'node:crypto';
import type { Redis } from 'ioredis';
import type { PublicKey } from '#contract/devices';
import type { DeviceView } from '#contract/transit';
import type { Face } from '#domain/accounts/right';
import { keys } from '#server/redis/keys';

/** A gate or a till that may knock. */
export interface Device {
  deviceId: string;
  face: Face;
  pairedAt: string;
}

export type DeviceStore = ReturnType<typeof createDeviceStore>;

const KEYS_KEPT = 20;
const CHALLENGE_SECONDS = 60;
export const TOKEN_SECONDS = 600;

export function createDeviceStore(redis: Redis) {
  return {
    /** Adds a key to a device and makes the device known; a device keeps its latest keys. */
    async pair(device: Device, key: PublicKey): Promise<void> {
      const { deviceId, face, pairedAt } = device;
      await redis
        .multi()
        .hset(keys.device(deviceId), { face, pairedAt })
        .lrem(keys.deviceKeys(deviceId), 0, JSON.stringify(key))
        .lpush(keys.deviceKeys(deviceId), JSON.stringify(key))
        .ltrim(keys.deviceKeys(deviceId), 0, KEYS_KEPT - 1)
        .exec();
      await redis.sadd(keys.devices, deviceId);
    },

    async find(deviceId: string): Promise<Device | null> {
      const { face, pairedAt } = await redis.hgetall(keys.device(deviceId));
      return face && pairedAt ? { deviceId, face: face as Face, pairedAt } : null;
    },

    async keysOf(deviceId: string): Promise<PublicKey[]> {
      const found = await redis.lrange(keys.deviceKeys(deviceId), 0, -1);
      return found.map((key) => JSON.parse(key) as PublicKey);
    },

    async list(): Promise<DeviceView[]> {
      const ids = await redis.smembers(keys.devices);
      const found = await Promise.all(ids.sort().map((id) => this.find(id)));
      return found.filter((device) => device !== null);
    },

    async newChallenge(deviceId: string): Promise<string> {
      const challenge = randomBytes(32).toString('base64url');
      await redis.set(keys.deviceChallenge(challenge), deviceId, 'EX', CHALLENGE_SECONDS);
      return challenge;
    },

    /** Uses a challenge up: it counts for one device, once. */
    async takeChallenge(challenge: string, deviceId: string): Promise<boolean> {
      return (await redis.getdel(keys.deviceChallenge(challenge))) === deviceId;
    },

    async newToken(deviceId: string): Promise<string> {
      const token = randomBytes(32).toString('base64url');
      await redis.set(keys.deviceToken(hash(token)), deviceId, 'EX', TOKEN_SECONDS);
      return token;
    },

    deviceOfToken: (token: string): Promise<string | null> => redis.get(keys.deviceToken(hash(token))),
  };
}

/** Tokens are kept as their hash, so that a look into Redis lends nobody a device. */
const hash = (token: string): string => createHash('sha256').update(token).digest('hex');
