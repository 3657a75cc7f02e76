import type { Redis } from 'ioredis';
import * as v from 'valibot';
import { channels, keys } from '#server/redis/keys';
import { defineScript } from '#server/redis/scripts';
import enterLua from './enter-presence.lua?raw';
import leaveLua from './leave-presence.lua?raw';

/** One device of one person, such as an open tab. */
export interface Device {
  userId: string;
  deviceId: string;
}

/** Told on the bus, on `channels.presence`, by the script that made it so. */
export const presenceEvent = v.object({ userId: v.string(), online: v.boolean() });

export type PresenceEvent = v.InferOutput<typeof presenceEvent>;

/** Who is here, by leases: each device holds one and renews it; what a crash leaves behind runs out by itself. */
export interface Presence {
  /** Takes leases, or renews them. */
  enter(devices: readonly Device[]): Promise<void>;
  leave(device: Device): Promise<void>;
  /** Ends what has run out; any instance may, each lease ends once. */
  sweep(): Promise<void>;
  /** The ids of the people who are online. */
  online(): Promise<string[]>;
}

/** A lease lasts through one lost renewal. */
export const LEASE_SECONDS = 60;
const BATCH = 200;

export function createPresence(redis: Redis, { leaseSeconds = LEASE_SECONDS } = {}): Presence {
  const enter = defineScript(redis, 'enterPresence', enterLua);
  const leave = defineScript(redis, 'leavePresence', leaveLua);
  const written = [keys.presenceLeases, keys.presenceOnline];

  return {
    async enter(devices) {
      // All are sent before anything is awaited: a device that leaves meanwhile must not be entered after it has left.
      const batches = Array.from({ length: Math.ceil(devices.length / BATCH) }, (_, n) =>
        devices.slice(n * BATCH, (n + 1) * BATCH).map(leaseOf),
      );
      await Promise.all(
        batches.map((leases) => enter(written, [leaseSeconds, channels.presence, ...leases])),
      );
    },

    async leave(device) {
      await leave(written, [channels.presence, leaseOf(device)]);
    },

    async sweep() {
      while (Number(await leave(written, [channels.presence])) > 0);
    },

    online: () => redis.hkeys(keys.presenceOnline),
  };
}

const leaseOf = ({ userId, deviceId }: Device): string => `${userId}|${deviceId}`;
