/** What a kiosk can say. Each is a file in static/audio/<language>, made by scripts/audio.js. */
export const promptIds = [
  'card-already-has-pass',
  'select-a-pass',
  'selected-single-trip-pass',
  'selected-ten-trip-pass',
  'selected-two-hour-pass',
  'tap-card-to-confirm',
  'thank-you-single-trip-pass',
  'thank-you-ten-trip-pass',
  'thank-you-two-hour-pass',
  'mismatch-cancel',
  'timed-out',
  'access-granted',
  'access-denied',
  'last-trip',
  'try-again',
  'card-not-phone',
  'one-card-at-a-time',
] as const;

/** Short tones that may come before the words. */
export const toneIds = ['accepted', 'last-trip', 'denied'] as const;

export type PromptId = (typeof promptIds)[number];
export type ToneId = (typeof toneIds)[number];
