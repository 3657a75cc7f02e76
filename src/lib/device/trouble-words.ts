import * as m from '$lib/i18n/paraglide/messages';
import type { Trouble } from './trouble.svelte';

const words: Record<Trouble, { title: () => string; text: () => string }> = {
  connecting: { title: m.kiosk_connecting, text: m.kiosk_connecting_text },
  offline: { title: m.kiosk_offline, text: m.kiosk_offline_text },
  unpaired: { title: m.kiosk_unpaired, text: m.kiosk_unpaired_text },
  insecure: { title: m.kiosk_insecure, text: m.kiosk_insecure_text },
};

/** What is the matter, and what to do. */
export const troubleWords = (trouble: Trouble): { title: string; text: string } => ({
  title: words[trouble].title(),
  text: words[trouble].text(),
});
