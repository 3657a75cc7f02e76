import type { Unread } from '#hardware/drivers/card-reader';
import * as m from '$lib/i18n/paraglide/messages';

/** What is said of a presentation that gave no card. */
export const UNREAD_PROMPTS = {
  random: 'card-not-phone',
  several: 'one-card-at-a-time',
} as const satisfies Record<Unread, string>;

const words: Record<Unread, { title: () => string; text: () => string }> = {
  random: { title: m.kiosk_unread_random, text: m.kiosk_unread_random_text },
  several: { title: m.kiosk_unread_several, text: m.kiosk_unread_several_text },
};

export const unreadWords = (why: Unread): { title: string; text: string } => ({
  title: words[why].title(),
  text: words[why].text(),
});
