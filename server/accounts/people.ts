import type { Redis } from 'ioredis';
import type { Clock } from '#server/clock';
import type { Limits } from '#server/limits';
import type { Bus } from '#server/redis/bus';
import type { Cache } from '#server/redis/cache';
import { createFixedWindow } from '#server/redis/rate-limit/fixed-window';
import { createSlidingWindow } from '#server/redis/rate-limit/sliding-window';
import { createTokenBuckets } from '#server/token-buckets';
import { createAccountStore } from './account-store';
import { createAdmins } from './admins';
import { createAccounts, type Accounts } from './accounts';
import { createAnnounce, type Announce } from './announce';
import { seedDemoPeople } from './demo-people';
import { createDoor, type Door } from './door';
import { createInvites } from './invites';
import { createSessionStore } from './session-store';
import { createSessions, type Sessions } from './sessions';
import { createSettings, type Settings } from './settings';
import { createSignInThrottle } from './sign-in-throttle';

/** What the parts of this folder offer, joined. */
export interface People {
  accounts: Accounts;
  sessions: Sessions;
  settings: Settings;
  door: Door;
  announce: Announce;
}

export interface PeopleParts {
  commands: Redis;
  bus: Bus;
  cache: Cache;
  clock: Clock;
  limits: Limits;
  demo: boolean;
}

const WINDOW_SECONDS = 60;

export async function createPeople({
  commands,
  bus,
  cache,
  clock,
  limits,
  demo,
}: PeopleParts): Promise<People> {
  const store = createAccountStore(commands);
  if (demo) await seedDemoPeople(commands, store);
  const settings = createSettings(commands, cache);
  const invites = createInvites(commands);
  const admins = createAdmins(commands);
  const accounts = createAccounts({ store, admins, invites, settings, cache, bus, demo });
  const sessionStore = createSessionStore(commands, store, { clock, demo });
  const sessions = createSessions({ store: sessionStore, accounts: store, bus });
  const throttle = createSignInThrottle({
    perAccount: createSlidingWindow(commands, {
      name: 'sign-in:account',
      limit: limits.signInPerAccount,
      seconds: WINDOW_SECONDS,
    }),
    perAddress: createFixedWindow(commands, {
      name: 'sign-in:address',
      limit: limits.signInPerAddress,
      seconds: WINDOW_SECONDS,
    }),
  });
  const newcomers = createTokenBuckets({
    perSecond: limits.newcomersPerMinute / 60,
    burst: limits.newcomerBurst,
  });
  return {
    accounts,
    sessions,
    settings,
    door: createDoor({ accounts, sessions, throttle, newcomers, bus }),
    announce: createAnnounce(bus),
  };
}
