import type { Handle, RequestEvent } from '@sveltejs/kit';
import { LOCALE_COOKIE } from './cookie';
import {
  defineCustomServerStrategy,
  extractLocaleFromHeader,
  getTextDirection,
  toLocale,
} from './paraglide/runtime';
import { paraglideMiddleware } from './paraglide/server';

const YEAR = 365 * 24 * 3600;

defineCustomServerStrategy('custom-page', { getLocale: (request) => request && localeOf(request) });

/** Serves each request in its language: `?lang=`, else the one chosen earlier, else the browser's, else English. */
export const handleLocale: Handle = ({ event, resolve }) => {
  rememberChoice(event);
  // The middleware copies the request it is given; this one has no body to be held twice in memory.
  const request = new Request(event.url, { headers: event.request.headers });
  return paraglideMiddleware(request, ({ locale }) =>
    resolve(event, {
      transformPageChunk: ({ html }) =>
        html.replaceAll('%lang%', locale).replace('%dir%', getTextDirection(locale)),
    }),
  );
};

/** The language a request asks for; undefined if it asks for none that there is. */
export function localeOf(request: Request): string | undefined {
  const chosen = toLocale(new URL(request.url).searchParams.get('lang') ?? undefined);
  return chosen ?? toLocale(cookieOf(request)) ?? extractLocaleFromHeader(request);
}

const cookieOf = (request: Request): string | undefined =>
  new RegExp(`(?:^|;\\s*)${LOCALE_COOKIE}=([^;]*)`).exec(request.headers.get('cookie') ?? '')?.[1];

function rememberChoice({ url, cookies }: RequestEvent): void {
  const chosen = toLocale(url.searchParams.get('lang') ?? undefined);
  if (!chosen) return;
  cookies.set(LOCALE_COOKIE, chosen, {
    path: '/',
    // The service worker reads it: its offline page is in the same language.
    httpOnly: false,
    maxAge: YEAR,
    sameSite: 'lax',
    secure: url.protocol === 'https:',
  });
}
