import type { RequestEvent } from '@sveltejs/kit';
import { Refusal } from '#contract/error-codes';
import type { Principal } from '#domain/accounts/right';
import { principalOf } from './session';

/** Who asks for what rooms hold. @throws Refusal `unauthenticated`, `forbidden` */
export async function readingPrincipal(event: RequestEvent): Promise<Principal> {
  const principal = await principalOf(event);
  if (principal.rights.includes('read')) return principal;
  throw new Refusal('forbidden', 'This needs the right to read');
}

/** The same where a visitor is not enough: people are shown to those who are known. */
export async function knownReader(event: RequestEvent): Promise<Principal> {
  const principal = await readingPrincipal(event);
  if (principal.kind !== 'visitor') return principal;
  throw new Refusal('unauthenticated', 'Sign in to see who is here');
}
