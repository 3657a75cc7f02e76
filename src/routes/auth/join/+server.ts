import { json } from '@sveltejs/kit';
import { joinRequest } from '#contract/accounts';
import { addressOf } from '$lib/server/address';
import { admitted } from '$lib/server/door';
import { endpoint, readBody } from '$lib/server/endpoint';
import { sessionToken } from '$lib/server/session';
import type { RequestHandler } from './$types';

export const POST: RequestHandler = endpoint(async (event) => {
  const request = await readBody(event.request, joinRequest);
  const address = addressOf(event);
  const admission = await event.locals.app.door.join({ ...request, address, leaving: sessionToken(event) });
  if (admission) return admitted(event, admission, 201);
  return json({ message: 'Joined: an admin has yet to let you in', pending: true }, { status: 202 });
});
