import * as v from 'valibot';
import { CARD_ID } from '#domain/transit/card';

const uuid = v.pipe(v.string(), v.uuid('must be a UUID'), v.toLowerCase());

/** A command's id: any UUID. Ours are version 7; case does not matter, as in RFC 9562. */
export const commandId = uuid;

export const userId = uuid;

const UUID = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}';

/** A room's UUID, or a direct room's two people as `<min>:<max>`. */
export const roomId = v.pipe(
  v.string(),
  v.toLowerCase(),
  v.regex(new RegExp(`^${UUID}(:${UUID})?$`), 'must be a room id'),
);

export const cardId = v.pipe(v.string(), v.regex(CARD_ID, 'must be 1 to 20 characters of 0-9 and A-F'));

export const deviceId = v.pipe(
  v.string(),
  v.regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'must be up to 63 lowercase letters, digits and hyphens'),
);

/** A place in the event log. */
export const cursor = v.pipe(v.string(), v.regex(/^\d{1,15}-\d{1,15}$/, 'must be a cursor'));
