/** Only the reader's browser knows where they are; so it tells the server, for the pages to come. */
export const TIME_ZONE_COOKIE = 'tapline_zone';

const YEAR = 365 * 24 * 3600;

/** The reader's time zone, IANA name. In the browser alone: the server has another. */
export function readersTimeZone(): string {
  const { timeZone } = new Intl.DateTimeFormat().resolvedOptions();
  document.cookie = `${TIME_ZONE_COOKIE}=${encodeURIComponent(timeZone)}; path=/; max-age=${YEAR}; samesite=lax`;
  return timeZone;
}
