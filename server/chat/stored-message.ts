import { present, type Message, type Overlay, type PostedMessage } from '#domain/chat/message';

/** What was said and by whom, as its room keeps it. */
export type Said = Omit<PostedMessage, 'roomId' | 'seq' | 'rev' | 'at'>;

/** What a message was given when it was stored. `at`: epoch ms, by Redis. */
export type Stamp = Record<'seq' | 'rev' | 'at', number>;

export type StoredMessage = Stamp & { roomId: string; said: Said };

export const postedMessage = ({ said, at, ...stamp }: StoredMessage): PostedMessage => ({
  ...stamp,
  ...said,
  at: new Date(at).toISOString(),
});

/** As room.lua gives a message: the entry of the stream, and the JSON of what lies over it, '' for nothing. */
export type MessageEntry = [
  id: string,
  fields: [_: string, said: string, _: string, at: string, _: string, rev: string],
  overlay: string,
];

export function messageOf(roomId: string, [id, [, said, , at, , rev], overlay]: MessageEntry): Message {
  const stamp = { seq: parseInt(id), rev: Number(rev), at: Number(at) };
  const posted = postedMessage({ roomId, ...stamp, said: JSON.parse(said) as Said });
  return present(posted, overlay ? (JSON.parse(overlay) as Overlay) : null);
}
