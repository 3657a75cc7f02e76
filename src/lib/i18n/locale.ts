import { defineCustomClientStrategy, getLocale, locales, type Locale } from './paraglide/runtime';

export { getLocale, locales, type Locale };

/** Each language's name in itself, as people look for it in a list. */
export const localeNames: Record<Locale, string> = { en: 'English', de: 'Deutsch' };

// In the browser the page's own language counts, so that what hydrates always agrees with what was served.
// A change of language is a new page (`localeHref`), so there is nothing to set.
defineCustomClientStrategy('custom-page', {
  getLocale: () => document.documentElement.lang,
  setLocale: () => undefined,
});

/** The same page in another language, as a path; the server remembers the choice in a cookie. */
export function localeHref(url: URL, locale: Locale): string {
  const to = new URL(url);
  to.searchParams.set('lang', locale);
  return to.pathname + to.search + to.hash;
}
