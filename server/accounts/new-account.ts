import { randomUUID } from 'node:crypto';
import { Refusal } from '#contract/error-codes';
import { NAME_LENGTH, nameFault, tidyName, type Account, type NameFault } from '#domain/accounts/account';

type Wanted = Pick<Account, 'username' | 'role'> & Partial<Pick<Account, 'name' | 'guest'>>;

/** Somebody new, by names as they are kept; without another they are read by the username. @throws Refusal `invalid` */
export function newAccount({ username, name = username, role, guest = false }: Wanted): Account {
  return { id: randomUUID(), username: goodName(username), name: goodName(name), role, guest };
}

function goodName(name: string): string {
  const fault = nameFault(name);
  if (fault) throw new Refusal('invalid', whatIsWrong[fault]);
  return tidyName(name);
}

const whatIsWrong: Record<NameFault, string> = {
  empty: 'Please enter a handle',
  too_long: `A handle has at most ${NAME_LENGTH} characters`,
  unprintable: 'A handle must not contain invisible characters',
};
