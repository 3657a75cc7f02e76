import { Refusal } from '#contract/error-codes';
import type { Account } from '#domain/accounts/account';
import type { AccountStore } from './account-store';
import type { Admins } from './admins';
import type { InvitedRole, Invites } from './invites';
import { newAccount } from './new-account';
import { demandGoodPassword, hashPassword } from './password';
import type { Entrant } from './sessions';
import type { Settings } from './settings';

export interface JoinRequest {
  username: string;
  password: string;
  name?: string | undefined;
  invite?: string | undefined;
}

/**
 * A new rider, or the first admin when `invite` is the code of the set-up link. With the policy `approve` the account
 * waits: `pending` is true and it cannot sign in yet.
 * @throws Refusal `conflict` (taken), `invalid` (password, name), `forbidden` (policy)
 */
export type Join = (request: JoinRequest) => Promise<{ account: Entrant; pending: boolean }>;

export interface JoinParts {
  store: AccountStore;
  admins: Admins;
  invites: Invites;
  settings: Settings;
}

export function createJoin({ store, admins, invites, settings }: JoinParts): Join {
  /** Who an invitation is for. @throws Refusal `forbidden` */
  async function lookAtInvite(code: string): Promise<InvitedRole> {
    const role = await invites.look(code);
    if (!role || (role === 'admin' && (await admins.exist()))) throw uninvited();
    return role;
  }

  /** Whether somebody without an invitation has to wait. @throws Refusal `forbidden` if nobody may join so */
  async function mustWait(): Promise<boolean> {
    const { joinPolicy } = await settings.read();
    if (joinPolicy === 'invite') throw new Refusal('forbidden', 'To join you need an invitation');
    return joinPolicy === 'approve';
  }

  /** Lets in an account that waits, for a code. Nothing is left of the account if the code was just used up. */
  async function admit(account: Account, code: string): Promise<void> {
    const mayEnter = account.role !== 'admin' || (await admins.claimFirst(account.id));
    if (mayEnter && (await invites.take(code))) {
      await store.admit(account.id);
      return;
    }
    await admins.note(account.id, 'rider');
    await store.remove(account);
    throw uninvited();
  }

  return async ({ username, password, name, invite }) => {
    await demandGoodPassword(password);
    const role = invite ? await lookAtInvite(invite) : 'rider';
    const pending = invite ? true : await mustWait();
    const account = newAccount({ username, role, ...(name && { name }) });
    await store.create({ account, passwordHash: await hashPassword(password), pending });
    if (invite) await admit(account, invite);
    return { account: { ...account, generation: 0 }, pending: pending && !invite };
  };
}

const uninvited = (): Refusal => new Refusal('forbidden', 'This invitation is unknown or used up');
