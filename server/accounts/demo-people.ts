import type { Redis } from 'ioredis';
import { asRefusal } from '#contract/error-codes';
import type { Account, Role } from '#domain/accounts/account';
import { personOf, type Person } from '#domain/accounts/right';
import { keys } from '#server/redis/keys';
import { onceEver } from '#server/redis/once-ever';
import type { AccountStore } from './account-store';
import type { Accounts } from './accounts';
import { hashPassword } from './password';

type DemoName = 'pablo' | 'joe' | 'mary' | 'alex';

const person = (digit: number, username: DemoName, role: Role): Account => ({
  id: `00000000-0000-4000-8000-00000000010${digit}`,
  username,
  name: username,
  role,
  guest: false,
});

/** Whom demo mode knows from the first start. Outside demo mode they cannot sign in. */
export const demoPeople: Record<DemoName, Account> = {
  pablo: person(1, 'pablo', 'admin'),
  joe: person(2, 'joe', 'clerk'),
  mary: person(3, 'mary', 'rider'),
  alex: person(4, 'alex', 'rider'),
};

/** The demo people as they speak in the demo's rooms; null where somebody who really works here bears one's name. */
export async function demoCast(
  accounts: Pick<Accounts, 'findMany'>,
): Promise<Record<DemoName, Person> | null> {
  const { pablo, joe, mary, alex } = demoPeople;
  const known = await accounts.findMany([pablo, joe, mary, alex].map(({ id }) => id));
  if (known.length < 4) return null;
  const speaker = (account: Account): Person => personOf(account, 'demo');
  return { pablo: speaker(pablo), joe: speaker(joe), mary: speaker(mary), alex: speaker(alex) };
}

/** Everybody knows it; it is one of the most used. */
export const DEMO_PASSWORD = 'password123';

/** Makes the demo people, once. */
export const seedDemoPeople = (redis: Redis, store: AccountStore): Promise<void> =>
  onceEver(redis, keys.demoPeople, async () => {
    await Promise.all(Object.values(demoPeople).map((account) => seed(store, account)));
  });

async function seed(store: AccountStore, account: Account): Promise<void> {
  try {
    await store.create({ account, passwordHash: await hashPassword(DEMO_PASSWORD), demo: true });
  } catch (error) {
    // Somebody who really works here bears the name.
    if (asRefusal(error)?.code !== 'conflict') throw error;
  }
}
