import type { Cookies } from '@sveltejs/kit';
import { TIME_ZONE_COOKIE } from '$lib/i18n/time-zone';

/** The reader's time zone, as an earlier page of theirs has found it out; else the operator's. */
export function rememberedTimeZone(cookies: Cookies): string {
  const zone = cookies.get(TIME_ZONE_COOKIE);
  return zone !== undefined && isTimeZone(zone) ? zone : ownTimeZone();
}

const ownTimeZone = (): string => new Intl.DateTimeFormat().resolvedOptions().timeZone;

function isTimeZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}
