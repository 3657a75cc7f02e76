import { json } from '@sveltejs/kit';
import { endpoint } from '$lib/server/endpoint';
import { clearSessionCookie, sessionToken } from '$lib/server/session';
import type { RequestHandler } from './$types';

export const POST: RequestHandler = endpoint(async (event) => {
  const token = sessionToken(event);
  if (token !== undefined) await event.locals.app.sessions.close(token);
  clearSessionCookie(event);
  return json({ message: 'Logged out' });
});
