import * as v from 'valibot';
import { parse } from '#contract/parse';
import type { RoomEvent } from './chat';
import { postedMessage } from './stored-message';

const sender = v.looseObject({ id: v.string(), name: v.string() });

/** As the scripts publish it. Loose, for what a message holds passes through as it was stored. */
const publishedEvent = v.union([
  v.object({
    posted: v.object({
      roomId: v.string(),
      seq: v.number(),
      rev: v.number(),
      at: v.number(),
      said: v.looseObject({ id: v.string(), from: sender, body: v.string() }),
    }),
  }),
  v.object({ left: v.string() }),
]);

/** What the bus heard on a room's channel. @throws Refusal `invalid` for what none of our scripts publishes */
export function roomEvent(published: unknown): RoomEvent {
  const event = parse(publishedEvent, published);
  return 'posted' in event ? { posted: postedMessage(event.posted) } : event;
}
