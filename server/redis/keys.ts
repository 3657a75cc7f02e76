/**
 * Every key Tapline uses. What one script touches bears one hash tag, so that it lives in one Redis Cluster slot.
 * `{t}` is one operator's transit, `{r:…}` one room, `{u:…}` one person; ids never contain braces (the contract sees to it).
 */
export const keys = {
  schema: 'schema',
  site: 'site',
  card: (cardId: string) => `{t}:card:${cardId}`,
  pass: (saleId: string) => `{t}:pass:${saleId}`,
  passTaps: (saleId: string) => `{t}:pass:${saleId}:taps`,
  answer: (id: string) => `{t}:answer:${id}`,
  events: '{t}:events',
  totals: (day: string) => `{t}:totals:${day}`,
  products: '{t}:products',
  devices: 'devices',
  device: (deviceId: string) => `{d:${deviceId}}`,
  deviceKeys: (deviceId: string) => `{d:${deviceId}}:keys`,
  deviceChallenge: (challenge: string) => `device-challenge:${challenge}`,
  deviceToken: (hash: string) => `device-token:${hash}`,
  admins: 'admins',
  demoPeople: 'demo-people',
  invite: (hash: string) => `invite:${hash}`,
  rateLimit: (name: string) => `limit:${name}`,
  username: (folded: string) => `username:${folded}`,
  user: (userId: string) => `{u:${userId}}`,
  userSessions: (userId: string) => `{u:${userId}}:sessions`,
  userRooms: (userId: string) => `{u:${userId}}:rooms`,
  userReads: (userId: string) => `{u:${userId}}:reads`,
  session: (hash: string) => `session:${hash}`,
  publicRooms: 'rooms:public',
  demoRooms: 'rooms:demo',
  room: (roomId: string) => `{r:${roomId}}`,
  roomMembers: (roomId: string) => `{r:${roomId}}:members`,
  roomMessages: (roomId: string) => `{r:${roomId}}:messages`,
  roomOverlay: (roomId: string) => `{r:${roomId}}:overlay`,
  roomChanges: (roomId: string) => `{r:${roomId}}:changes`,
  roomAnswer: (roomId: string, id: string) => `{r:${roomId}}:answer:${id}`,
  presenceLeases: '{presence}:leases',
  presenceOnline: '{presence}:online',
};

/** Every channel Tapline publishes on. `room` is a shard channel: it lies in the slot of the room's keys. */
export const channels = {
  room: (roomId: string) => `{r:${roomId}}:live`,
  presence: '{presence}:live',
  /** Notifications: to one person, or `all`. Any program may publish here. */
  user: (userId: string) => `user:${userId}`,
  everyUser: 'user:*',
  /** Where somebody's sockets belong has changed. */
  seats: 'seats',
  sessionsEnded: 'sessions:ended',
  cacheInvalidated: 'cache:invalidated',
};
