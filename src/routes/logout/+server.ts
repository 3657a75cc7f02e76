import { redirect } from '@sveltejs/kit';
import { orErrorPage } from '$lib/server/page';
import { clearSessionCookie, sessionToken } from '$lib/server/session';
import type { RequestHandler } from './$types';

export const POST: RequestHandler = async (event) => {
  const token = sessionToken(event);
  if (token !== undefined) await orErrorPage(event.locals.app.sessions.close(token));
  clearSessionCookie(event);
  redirect(303, '/login');
};
