import { json, type RequestEvent } from '@sveltejs/kit';
import type { UserView } from '#contract/accounts';
import { rateLimitHeaders } from '#contract/limits';
import type { Admission } from '#server/accounts/door';
import { setSessionCookie } from './session';

/** Tells a program that somebody has come in; a browser gets the cookie. */
export function admitted(event: RequestEvent, admission: Admission, status: 200 | 201): Response {
  const { token, session, rateLimit } = admission;
  setSessionCookie(event, token);
  const user: UserView = session.account;
  return json(
    { message: 'Logged in', sessionId: token, user },
    { status, headers: rateLimitHeaders(rateLimit) },
  );
}
