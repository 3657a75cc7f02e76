import { fail, redirect, type RequestEvent } from '@sveltejs/kit';
import * as m from '$lib/i18n/paraglide/messages';
import { addressOf } from '$lib/server/address';
import { formFault, nameError, readForm, textOf } from '$lib/server/forms';
import { nextPath } from '$lib/server/next';
import { orErrorPage } from '$lib/server/page';
import { sessionToken, setSessionCookie } from '$lib/server/session';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url }) => {
  const next = nextPath(url);
  if (await orErrorPage(locals.session())) redirect(303, next);
  return { next, demo: locals.app.demo !== null };
};

export const actions: Actions = {
  guest: async (event) => {
    const handle = textOf(await readForm(event.request), 'handle');
    const refuse = (status: number, error: string) => fail(status, { guest: { handle, error } });
    const wrong = nameError(handle, m.account_handle_missing);
    if (wrong) return refuse(400, wrong);
    return enter(event, { username: handle }, (fault) => {
      const { status, text } = formFault(fault, { unauthenticated: m.account_handle_taken });
      return refuse(status, text);
    });
  },

  signin: async (event) => {
    const form = await readForm(event.request);
    const [username, password] = [textOf(form, 'username'), textOf(form, 'password')];
    const refuse = (status: number, error: string) => fail(status, { signin: { username, error } });
    if (username.trim() === '' || password === '') return refuse(400, m.account_fill_in());
    return enter(event, { username, password }, (fault) => {
      const words = {
        unauthenticated: m.account_wrong,
        invalid: m.account_wrong,
        forbidden: m.account_pending,
      };
      const { status, text } = formFault(fault, words);
      return refuse(status, text);
    });
  },
};

/** Goes through the door; on the other side one goes on to where one wanted. */
async function enter<F>(
  event: RequestEvent,
  who: { username: string; password?: string },
  refused: (fault: unknown) => F,
): Promise<F> {
  try {
    const visit = { address: addressOf(event), leaving: sessionToken(event) };
    const { token } = await event.locals.app.door.signIn({ ...visit, ...who });
    setSessionCookie(event, token);
  } catch (fault) {
    return refused(fault);
  }
  redirect(303, nextPath(event.url));
}
