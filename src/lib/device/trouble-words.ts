import * as m from '$lib/i18n/paraglide/messages';
import type { Shape } from './Sign.svelte';
import type { Trouble } from './trouble.svelte';

export interface TroubleWords {
  shape: Shape;
  tone: 'plain' | 'warn';
  title: string;
  text: string;
}

const words: Record<Trouble, { title: () => string; text: () => string }> = {
  connecting: { title: m.kiosk_connecting, text: m.kiosk_connecting_text },
  offline: { title: m.kiosk_offline, text: m.kiosk_offline_text },
  unpaired: { title: m.kiosk_unpaired, text: m.kiosk_unpaired_text },
  insecure: { title: m.kiosk_insecure, text: m.kiosk_insecure_text },
};

/** What is the matter, and what to do. The moment in which every kiosk starts is nothing to worry about. */
export const troubleWords = (trouble: Trouble): TroubleWords => ({
  ...(trouble === 'connecting' ? { shape: 'time', tone: 'plain' } : { shape: 'warn', tone: 'warn' }),
  title: words[trouble].title(),
  text: words[trouble].text(),
});
