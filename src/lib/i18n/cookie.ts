/** Remembers the language that somebody chose. */
export const LOCALE_COOKIE = 'tapline_lang';
