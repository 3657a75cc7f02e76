import { baseLocale, extractLocaleFromNavigator, locales, toLocale } from '$lib/i18n/paraglide/runtime';
import { LOCALE_COOKIE } from '$lib/i18n/cookie';

declare const self: ServiceWorkerGlobalScope;

/** The page that is shown without a line, in each language. */
const PATH = '/offline';
const inLocale = (locale: string): string => `${PATH}?lang=${locale}`;

export const offlinePages = { path: PATH, all: locales.map(inLocale) };

/** The one for whoever wanted to see `url`: in its language, else the one chosen here, else the browser's. */
export async function offlinePageFor(url: string): Promise<string> {
  const asked = toLocale(new URL(url).searchParams.get('lang') ?? undefined);
  return inLocale(asked ?? (await chosen()) ?? extractLocaleFromNavigator() ?? baseLocale);
}

/** Not every browser lets a service worker read cookies. */
const chosen = async (): Promise<string | undefined> =>
  'cookieStore' in self
    ? toLocale((await self.cookieStore.get(LOCALE_COOKIE))?.value ?? undefined)
    : undefined;
