import { createHash } from 'node:crypto';
import { asRefusal, Refusal } from '#contract/error-codes';
import { tightest, type RateLimit } from '#contract/limits';
import { foldName } from '#domain/accounts/account';
import type { RateLimiter, Taken } from '#server/redis/rate-limit/rate-limit';
import { createTurns } from '#server/turns';

/** Who tries: from which address, and for which account if there is a password to be guessed. */
export interface Attempt {
  address: string;
  username?: string | undefined;
}

export interface SignInThrottle {
  /**
   * Tries once, and counts it unless it succeeds.
   * @throws Refusal `too_many_requests`, or what `run` throws, with the limit's state
   */
  try<T>(attempt: Attempt, run: () => Promise<T>): Promise<{ result: T; rateLimit: RateLimit }>;
}

/** Less than the limit: those under way are counted, and many who succeed at once shall not refuse each other. */
const AT_ONCE_PER_ADDRESS = 8;
const AT_ONCE_PER_ACCOUNT = 1;

export function createSignInThrottle(limiters: {
  perAccount: RateLimiter;
  perAddress: RateLimiter;
}): SignInThrottle {
  const addresses = createTurns(AT_ONCE_PER_ADDRESS);
  const accounts = createTurns(AT_ONCE_PER_ACCOUNT);

  /** The one for the account, if there is one, comes last. */
  async function take(address: string, account: string | null): Promise<Taken[]> {
    const ofAddress = await limiters.perAddress.take(address);
    if (!ofAddress.allowed) throw tooMany(ofAddress.state);
    if (account === null) return [ofAddress];
    const ofAccount = await limiters.perAccount.take(account);
    if (ofAccount.allowed) return [ofAddress, ofAccount];
    await ofAddress.giveBack();
    throw tooMany(ofAccount.state);
  }

  async function tryOnce<T>(address: string, account: string | null, run: () => Promise<T>) {
    const taken = await take(address, account);
    try {
      const result = await run();
      return { result, rateLimit: await giveBack(taken) };
    } catch (error) {
      const refusal = asRefusal(error);
      if (!refusal) throw error;
      const rateLimit = isGuess(refusal) ? tightest(taken.map(({ state }) => state)) : await giveBack(taken);
      throw new Refusal(refusal.code, refusal.message, rateLimit);
    }
  }

  return {
    try: ({ address, username }, run) => {
      const account = username === undefined ? null : keyOf(username);
      const once = () => tryOnce(address, account, run);
      return addresses(address, () => (account === null ? once() : accounts(account, once)));
    },
  };
}

/** A name may be anything that somebody typed. */
const keyOf = (username: string): string => createHash('sha256').update(foldName(username)).digest('hex');

const tooMany = (state: RateLimit): Refusal => new Refusal('too_many_requests', 'Too many requests', state);

/** What does not even make sense tells nobody anything. */
const isGuess = ({ code }: Refusal): boolean => code !== 'invalid';

const giveBack = async (taken: Taken[]): Promise<RateLimit> =>
  tightest(await Promise.all(taken.map((one) => one.giveBack())));
