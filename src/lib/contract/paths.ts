/**
 * The path by which SvelteKit finds the route: `/%61pi/v1` is `/api/v1`, and `%25` alone stays as it is. Null if it
 * cannot be decoded.
 */
export function routedPath(pathname: string): string | null {
  try {
    return pathname.split('%25').map(decodeURI).join('%25');
  } catch {
    return null;
  }
}

/** The same of what stands in a request's first line, dots resolved and the query left off. */
export function requestedPath(url: string): string | null {
  // Joined as SvelteKit's adapter joins them: with two arguments `//api/v1` would name a host.
  const whole = `http://localhost${url}`;
  return URL.canParse(whole) ? routedPath(new URL(whole).pathname) : null;
}

const API = /^\/api\/v1(\/|$)/;
const MACHINE = /^\/(api\/v1|auth|profile)(\/|$)/;

/** Of the HTTP API; so is what cannot be decoded, that no spelling escapes the API's limits. */
export const isApiPath = (path: string | null): boolean => path === null || API.test(path);

/** For programs, who get JSON, errors included; the others are pages. */
export const isMachinePath = (path: string | null): boolean => path === null || MACHINE.test(path);
