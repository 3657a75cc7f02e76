import { json } from '@sveltejs/kit';
import { signedIn } from '$lib/server/session';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = signedIn(async ({ locals: { app } }, session) =>
  json({ sessions: await app.sessions.list(session) }),
);

export const DELETE: RequestHandler = signedIn(async ({ locals: { app } }, session) => {
  await app.sessions.revokeOthers(session);
  return json({ message: 'All other sessions have ended' });
});
