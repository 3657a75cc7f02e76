import { json, redirect, type Cookies, type RequestEvent } from '@sveltejs/kit';
import type { Session } from '#server/accounts/sessions';
import { sessionCookieName } from '#contract/accounts';
import type { Principal } from '#domain/accounts/right';
import { bearer, endpoint } from './endpoint';
import { orErrorPage } from './page';

type Asked = Pick<RequestEvent, 'cookies' | 'request' | 'url'>;

/** The cookie outlives the hour of a session that nobody uses; the server decides. */
const MAX_AGE_SECONDS = 30 * 24 * 3600;

const cookieName = (url: URL): string => sessionCookieName(isSecure(url));

const isSecure = (url: URL): boolean => url.protocol === 'https:';

const options = (url: URL) =>
  ({ path: '/', httpOnly: true, sameSite: 'lax', secure: isSecure(url) }) as const;

export function setSessionCookie({ cookies, url }: Pick<Asked, 'cookies' | 'url'>, token: string): void {
  cookies.set(cookieName(url), token, { ...options(url), maxAge: MAX_AGE_SECONDS });
}

export function clearSessionCookie({ cookies, url }: { cookies: Cookies; url: URL }): void {
  cookies.delete(cookieName(url), options(url));
}

/** The session's secret that a request bears: programs say it in a header, browsers in the cookie. */
export const sessionToken = ({ cookies, request, url }: Asked): string | undefined =>
  request.headers.get('x-session-id') || cookies.get(cookieName(url)) || undefined;

/** Whose session the request bears, looked up when first asked for. */
export function lookUpOnce(event: RequestEvent, options: { forget: boolean }): () => Promise<Session | null> {
  let looking: Promise<Session | null> | undefined;
  const look = async (): Promise<Session | null> => {
    const token = sessionToken(event);
    if (token === undefined) return null;
    const session = await event.locals.app.sessions.find(token);
    if (!session && options.forget) clearSessionCookie(event);
    return session;
  };
  return () => (looking ??= look());
}

/** A route for somebody who is signed in; others get one of two bodies that clients know, with nothing else in them. */
export function signedIn<E extends RequestEvent>(run: (event: E, session: Session) => Promise<Response>) {
  return endpoint(async (event: E): Promise<Response> => {
    const session = await event.locals.session();
    if (session) return run(event, session);
    return json({ error: sessionToken(event) ? 'Invalid session' : 'No session' }, { status: 401 });
  });
}

/** The session of somebody who opens a page; others are sent to sign in, and come back afterwards. */
export async function requirePersonPage(event: RequestEvent): Promise<Session> {
  const session = await orErrorPage(event.locals.session());
  if (session) return session;
  const { pathname, search } = event.url;
  redirect(303, `/login?next=${encodeURIComponent(pathname + search)}`);
}

/**
 * Who asks a route that takes a session (cookie, `x-session-id` or Bearer) as well as an API key.
 * @throws Refusal `unauthenticated`
 */
export const principalOf = (event: RequestEvent): Promise<Principal> =>
  event.locals.app.authenticate(bearer(event.request) ?? sessionToken(event));
