import { getLocale } from './locale';

/** A whole or decimal number in the reader's writing. */
export const formatNumber = (value: number): string => new Intl.NumberFormat(getLocale()).format(value);

/** Money from minor units of an ISO 4217 currency: `(2400, 'EUR')` is €24.00. */
export function formatMoney(minor: number, currency: string): string {
  const format = new Intl.NumberFormat(getLocale(), { style: 'currency', currency });
  return format.format(minor / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2));
}

/** A time of day, to the minute or the second. Without a time zone: the reader's. */
export function formatTime(
  at: string | number,
  options: { timeZone?: string; seconds?: boolean } = {},
): string {
  const { timeZone, seconds = false } = options;
  return dateFormat({
    timeStyle: seconds ? 'medium' : 'short',
    ...(timeZone !== undefined && { timeZone }),
    // A service day is told in 24 hours, as on a timetable.
    hourCycle: 'h23',
  }).format(new Date(at));
}

/** A date with its time of day, briefly. */
export const formatMoment = (at: string | number, timeZone: string): string =>
  dateFormat({
    dateStyle: 'medium',
    timeStyle: 'short',
    hourCycle: 'h23',
    timeZone,
  }).format(new Date(at));

/** A calendar day (`YYYY-MM-DD`) in words. */
export const formatDay = (day: string): string =>
  dateFormat({
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    timeZone: 'UTC',
  }).format(new Date(`${day}T00:00:00Z`));

const dateFormats = new Map<string, Intl.DateTimeFormat>();

/** A format for dates in the reader's language. Each is made once: making one takes longer than a hundred uses. */
export function dateFormat(options: Intl.DateTimeFormatOptions, locale: string = getLocale()) {
  const key = JSON.stringify([locale, options]);
  const known = dateFormats.get(key);
  if (known) return known;
  const made = new Intl.DateTimeFormat(locale, options);
  dateFormats.set(key, made);
  return made;
}

/** A length of time in hours and minutes, rounded up to the minute: 6661 is "1 hr 52 min". */
export function formatDuration(seconds: number): string {
  const minutes = Math.ceil(seconds / 60);
  const parts = [unit(Math.floor(minutes / 60), 'hour'), unit(minutes % 60, 'minute')];
  return parts.filter(Boolean).join(' ') || unit(0, 'minute', true);
}

const unit = (value: number, name: 'hour' | 'minute', evenZero = false): string =>
  value || evenZero
    ? new Intl.NumberFormat(getLocale(), { style: 'unit', unit: name, unitDisplay: 'short' }).format(value)
    : '';
