import { loginRequest } from '#contract/accounts';
import { addressOf } from '$lib/server/address';
import { admitted } from '$lib/server/door';
import { endpoint, readBody } from '$lib/server/endpoint';
import { sessionToken } from '$lib/server/session';
import type { RequestHandler } from './$types';

export const POST: RequestHandler = endpoint(async (event) => {
  const { username, handle, password } = await readBody(event.request, loginRequest);
  const admission = await event.locals.app.door.signIn({
    address: addressOf(event),
    leaving: sessionToken(event),
    username: username ?? handle ?? '',
    password,
  });
  return admitted(event, admission, 200);
});
