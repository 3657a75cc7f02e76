/**
 * Every key Tapline uses. What one script touches bears one hash tag, so that it lives in one Redis Cluster slot.
 * `{t}` is one operator's transit; a card or pass id never contains braces (the contract sees to it).
 */
export const keys = {
  schema: 'schema',
  card: (cardId: string) => `{t}:card:${cardId}`,
  pass: (saleId: string) => `{t}:pass:${saleId}`,
  passTaps: (saleId: string) => `{t}:pass:${saleId}:taps`,
  answer: (id: string) => `{t}:answer:${id}`,
  events: '{t}:events',
  totals: (day: string) => `{t}:totals:${day}`,
  devices: 'devices',
  device: (deviceId: string) => `{d:${deviceId}}`,
  deviceKeys: (deviceId: string) => `{d:${deviceId}}:keys`,
  deviceChallenge: (challenge: string) => `device-challenge:${challenge}`,
  deviceToken: (hash: string) => `device-token:${hash}`,
};
