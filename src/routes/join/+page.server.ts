import { fail, redirect } from '@sveltejs/kit';
import { PASSWORD_LENGTH, passwordLength } from '#contract/accounts';
import * as m from '$lib/i18n/paraglide/messages';
import { addressOf } from '$lib/server/address';
import { formFault, nameError, readForm, textOf } from '$lib/server/forms';
import { nextPath } from '$lib/server/next';
import { orErrorPage } from '$lib/server/page';
import { sessionToken, setSessionCookie } from '$lib/server/session';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url }) => {
  const invite = url.searchParams.get('invite');
  const { joinPolicy } = await orErrorPage(locals.app.settings.read());
  return { next: nextPath(url), invite, asksInvite: invite !== null || joinPolicy === 'invite' };
};

export const actions: Actions = {
  default: async (event) => {
    const form = await readForm(event.request);
    const [username, password] = [textOf(form, 'username'), textOf(form, 'password')];
    const [name, invite] = [textOf(form, 'name'), textOf(form, 'invite')];
    const refuse = (status: number, errors: Errors) => fail(status, { username, name, invite, errors });

    const errors = faultsOf(username, name, password);
    if (errors) return refuse(400, errors);
    try {
      const visit = { address: addressOf(event), leaving: sessionToken(event) };
      const wish = { username, password, name: name.trim() || undefined, invite: invite.trim() || undefined };
      const admission = await event.locals.app.door.join({ ...visit, ...wish });
      if (!admission) return { pending: true };
      setSessionCookie(event, admission.token);
    } catch (fault) {
      const { status, text } = formFault(fault, words);
      return refuse(status, { [fieldOf[status] ?? 'form']: text });
    }
    redirect(303, nextPath(event.url));
  },
};

/** What is wrong, by field; `form`: with all of it. */
type Errors = Partial<Record<'username' | 'password' | 'name' | 'invite' | 'form', string>>;

/** The field that each refusal is about, by its status: what is left to be invalid is the password. */
const fieldOf: Partial<Record<number, keyof Errors>> = { 400: 'password', 403: 'invite', 409: 'username' };

const words = {
  invalid: m.account_password_refused,
  forbidden: m.account_bad_invite,
  conflict: m.account_taken,
};

function faultsOf(username: string, name: string, password: string): Errors | null {
  const errors: Errors = {};
  const wrongUsername = nameError(username, m.account_username_missing);
  const wrongName = name.trim() ? nameError(name, m.account_username_missing) : undefined;
  const { min, max } = PASSWORD_LENGTH;
  const length = passwordLength(password);
  if (wrongUsername) errors.username = wrongUsername;
  if (wrongName) errors.name = wrongName;
  if (length < min || length > max) errors.password = m.account_password_length();
  return Object.keys(errors).length > 0 ? errors : null;
}
