import type { Notification } from '#contract/chat';
import type { ErrorCode } from '#contract/error-codes';
import type { RoomKind } from '#domain/chat/room';
import { dateFormat, formatDay, formatTime } from '$lib/i18n/format';
import * as m from '$lib/i18n/paraglide/messages';
import { dayFormat } from './rows';

const DAY_MS = 24 * 3_600_000;

/** A day (`YYYY-MM-DD`) as people speak of it. */
export function dayWords(day: string, timeZone: string, now = Date.now()): string {
  const dayOf = dayFormat(timeZone);
  if (day === dayOf(now)) return m.chat_today();
  if (day === dayOf(now - DAY_MS)) return m.chat_yesterday();
  return day.slice(0, 4) === dayOf(now).slice(0, 4) ? formatDay(day) : `${formatDay(day)} ${day.slice(0, 4)}`;
}

/** When something was, as briefly as it is still clear: the time today, the weekday this week, else the date. */
export function momentWords(at: string, timeZone: string, now = Date.now()): string {
  const dayOf = dayFormat(timeZone);
  if (dayOf(at) === dayOf(now)) return formatTime(at, { timeZone });
  const within = now - Date.parse(at) < 6 * DAY_MS;
  const parts = within ? ({ weekday: 'short' } as const) : ({ dateStyle: 'short' } as const);
  return dateFormat({ ...parts, timeZone }).format(new Date(at));
}

const refusals: Partial<Record<ErrorCode, () => string>> = {
  forbidden: m.chat_refused_forbidden,
  too_many_requests: m.chat_refused_many,
  not_found: m.chat_refused_gone,
};

/** Why a message was not sent. */
export const refusalWords = (code: ErrorCode): string => (refusals[code] ?? m.chat_refused_other)();

/** Why a room could not be made, joined or left. */
export const failureWords = (code: ErrorCode): string =>
  code === 'unavailable' ? m.chat_taken_offline() : m.chat_failed_room();

const kinds: Record<RoomKind, () => string> = {
  public: m.chat_kind_public,
  private: m.chat_kind_private,
  direct: m.chat_kind_direct,
};

export const kindWords = (kind: RoomKind): string => kinds[kind]();

/** Who came or left: one by name, a crowd by its first. Empty if nobody did. */
export function comingWords(names: readonly string[], went: 'came' | 'left'): string {
  const [name, ...others] = names;
  if (name === undefined) return '';
  const [one, many] = went === 'came' ? [m.chat_came, m.chat_came_more] : [m.chat_left, m.chat_left_more];
  return others.length > 0 ? many({ name, count: others.length }) : one({ name });
}

export function noticeWords(notice: Notification): string {
  switch (notice.kind) {
    case 'signed-in-elsewhere':
      return m.chat_notice_elsewhere();
    case 'invited':
      return m.chat_notice_invited({ name: notice.by, room: notice.roomName });
    case 'announcement':
      return notice.text;
  }
}

/** The address of a room's page. */
export const roomHref = (roomId: string): string => `/chat/${encodeURIComponent(roomId)}`;
