import type { Redis } from 'ioredis';
import type { Account } from '#domain/accounts/account';
import type { Clock } from '#server/clock';
import { keys } from '#server/redis/keys';
import { defineScript } from '#server/redis/scripts';
import type { AccountStore, Profile } from './account-store';
import touchSessionLua from './touch-session.lua?raw';

const HOUR_MS = 3_600_000;
/** A session lasts for so long from when it was last seen… */
export const SESSION_MS = HOUR_MS;
/** …and from when it was opened for so long at most. */
const GREATEST_AGE_MS = 30 * 24 * HOUR_MS;

/** When a look at a session slides its hour: not more than once a minute, or not at all. */
export const SLIDE = { whenUsed: 60_000, never: SESSION_MS + 1 };

/** `publicId` names the session to its owner. Times in epoch ms; `lastSeenAt` to the minute. */
export interface SessionAttributes {
  publicId: string;
  generation: number;
  createdAt: number;
  lastSeenAt: number;
}

/** A session as it lies in Redis. */
export type StoredSession = { userId: string } & Omit<SessionAttributes, 'lastSeenAt'>;

export interface FoundSession {
  /** The hash of its token. */
  id: string;
  userId: string;
  expiresAt: Date;
  attributes: SessionAttributes;
  /** Null if it has been ended together with others. */
  account: Account | null;
}

export interface LookUpOptions {
  clock: Clock;
  demo: boolean;
}

/** Looks at the session with this hash. `slideAfter`: ms since the last slide after which its hour begins anew. */
export type LookUpSession = (hash: string, slideAfter: number) => Promise<FoundSession | null>;

export function createLookUpSession(
  redis: Redis,
  accounts: AccountStore,
  { clock, demo }: LookUpOptions,
): LookUpSession {
  const touchSession = defineScript(redis, 'touchSession', touchSessionLua);

  return async (hash, slideAfter) => {
    const reply = await touchSession([keys.session(hash)], [SESSION_MS, slideAfter]);
    if (reply === null) return null;
    const [text, left, seconds, microseconds] = reply as [string, number, string, string];
    const { userId, ...attributes } = JSON.parse(text) as StoredSession;
    const now = clock(epochMs(seconds, microseconds));
    const profile = await accounts.read(userId);
    return {
      id: hash,
      userId,
      expiresAt: new Date(Date.now() + Math.min(left, attributes.createdAt + GREATEST_AGE_MS - now)),
      attributes: { ...attributes, lastSeenAt: now - (SESSION_MS - left) },
      account: profile && goesOn(attributes, profile, demo) ? profile.account : null,
    };
  };
}

/** Redis's TIME as epoch ms. */
export const epochMs = (seconds: string | number, microseconds: string | number): number =>
  Number(seconds) * 1000 + Math.floor(Number(microseconds) / 1000);

/** Whether a session is not one of those that were ended together; demo people have some in demo mode alone. */
function goesOn(
  { publicId, generation }: Pick<SessionAttributes, 'publicId' | 'generation'>,
  profile: Profile,
  demo: boolean,
): boolean {
  if (profile.demo && !demo) return false;
  return generation === profile.generation || publicId === profile.spared;
}
