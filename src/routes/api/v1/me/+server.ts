import { json } from '@sveltejs/kit';
import { Refusal } from '#contract/error-codes';
import type { Principal } from '#domain/accounts/right';
import type { App } from '#server/app';
import { endpoint } from '$lib/server/endpoint';
import { principalOf } from '$lib/server/session';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = endpoint(async (event) => {
  const me = await view(event.locals.app, await principalOf(event));
  if (!me) throw new Refusal('unauthenticated', 'Sign in to be somebody');
  return json(me);
});

/** Null for a visitor, and for somebody whose account is gone. */
async function view({ accounts }: App, principal: Principal): Promise<object | null> {
  if (principal.kind === 'visitor') return null;
  if (principal.kind === 'person') return accounts.find(principal.userId);
  const name = principal.kind === 'device' ? principal.deviceId : principal.name;
  return { id: null, name, role: null, rights: principal.rights };
}
