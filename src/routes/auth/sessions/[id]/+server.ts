import { json } from '@sveltejs/kit';
import { signedIn } from '$lib/server/session';
import type { RequestHandler } from './$types';

export const DELETE: RequestHandler = signedIn(async ({ params: { id }, locals: { app } }, session) => {
  await app.sessions.revoke(session.account.id, id);
  return json({ message: 'The session has ended' });
});
