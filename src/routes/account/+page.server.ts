import { fail } from '@sveltejs/kit';
import * as m from '$lib/i18n/paraglide/messages';
import { formFault, readForm, textOf } from '$lib/server/forms';
import { orErrorPage } from '$lib/server/page';
import { requirePersonPage } from '$lib/server/session';
import { rememberedTimeZone } from '$lib/server/time-zone';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const session = await requirePersonPage(event);
  const sessions = await orErrorPage(event.locals.app.sessions.list(session));
  const { id, username, name, role, guest } = session.account;
  return {
    account: { id, username, name, role, guest },
    sessions,
    timeZone: rememberedTimeZone(event.cookies),
  };
};

export const actions: Actions = {
  revoke: async (event) => {
    const { account } = await requirePersonPage(event);
    const sessionId = textOf(await readForm(event.request), 'session');
    try {
      await event.locals.app.sessions.revoke(account.id, sessionId);
    } catch (fault) {
      const { status, text } = formFault(fault, { not_found: m.account_session_gone });
      return fail(status, { text });
    }
    return { text: m.account_revoked() };
  },

  others: async (event) => {
    const session = await requirePersonPage(event);
    await orErrorPage(event.locals.app.sessions.revokeOthers(session));
    return { text: m.account_revoked_others() };
  },
};
