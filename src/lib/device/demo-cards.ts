import * as m from '$lib/i18n/paraglide/messages';

/** Cards to tap with in demo mode. A UID of seven bytes whose first is 04, as most transit cards have. */
export const demoCards = [
  { cardId: '04B1E7A2C91D80', color: '#4655d8', name: m.kiosk_panel_card_blue },
  { cardId: '04A58C3F6E2B80', color: '#d9920f', name: m.kiosk_panel_card_amber },
  { cardId: '046D21F09B7480', color: '#1b8a52', name: m.kiosk_panel_card_green },
  { cardId: '04719E5DC83A80', color: '#9645a6', name: m.kiosk_panel_card_violet },
] as const;
