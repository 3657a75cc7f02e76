const HOME = '/chat';

/**
 * Where to go after signing in: a path of this site as `?next=` says it. Anything that a browser might take for another
 * site's address, and nothing at all, is the chat.
 */
export function nextPath(url: URL): string {
  const next = url.searchParams.get('next') ?? HOME;
  if (!next.startsWith('/') || MISREAD.test(next) || !URL.canParse(next, url)) return HOME;
  const { origin, pathname, search, hash } = new URL(next, url);
  // Judged as browsers will read it, dots resolved: "//evil.example" is another host.
  const leaves = origin !== url.origin || pathname.startsWith('//');
  const loops = /^\/(login|join|logout)(\/|$)/.test(pathname);
  return leaves || loops ? HOME : pathname + search + hash;
}

/** Browsers take a backslash for a slash, and drop tabs and newlines. */
const MISREAD = /[\\\p{Cc}]/u;
