import { createHash } from 'node:crypto';
import type { Redis } from 'ioredis';
import type { PostedMessage } from '#domain/chat/message';
import { answerAgain, madeAt } from '#server/redis/answers';
import { channels, keys } from '#server/redis/keys';
import { defineScript } from '#server/redis/scripts';
import appendMessageLua from './append-message.lua?raw';
import { refusalOf } from './refusals';
import { doorKeys } from './room-keys';
import roomLua from './room.lua?raw';
import { postedMessage, type Said, type Stamp } from './stored-message';

/**
 * Stores what was said in a room, once, and tells whoever follows the room.
 * @throws Refusal `not_found`, `forbidden`, `conflict`, `stale_id`, `invalid` (replies to what is not there)
 */
export type AppendMessage = (roomId: string, said: Said) => Promise<PostedMessage>;

/** How long the answer to a message is kept, so that its id can be sent again safely. */
const ANSWER_SECONDS = 7 * 24 * 3600;

export function createAppendMessage(redis: Redis): AppendMessage {
  const appendMessage = defineScript(redis, 'appendMessage', roomLua + appendMessageLua);

  return async (roomId, said) => {
    const request = requestOf(said);
    const [status, answer] = (await appendMessage(keysOf(roomId, said), [
      said.from.id,
      madeAt(said.id) ?? '',
      said.replyTo ?? 0,
      ...[request, said.from, said, roomId].map((part) => JSON.stringify(part)),
      channels.room(roomId),
      ANSWER_SECONDS,
    ])) as [status: string, answer?: string];
    if (answer === undefined) throw refusalOf(status, refusalWords);
    const { from, ...stamp } = answerAgain<Answer>(answer, request);
    return postedMessage({ roomId, ...stamp, said: { ...said, from } });
  };
}

/** Who said what, in short: the same message again has the same. */
const requestOf = ({ from, body, replyTo }: Said): string =>
  createHash('sha256')
    .update(JSON.stringify([from.id, body, replyTo]))
    .digest('base64url');

const keysOf = (roomId: string, { id }: Said): string[] => [
  ...doorKeys(roomId),
  keys.roomMessages(roomId),
  keys.roomChanges(roomId),
  keys.roomAnswer(roomId, id),
];

const refusalWords = {
  forbidden: 'Join the room to write in it',
  invalid: 'replyTo: must be the seq of an earlier message',
};

/** What is kept to answer a message's id again. Not its body: that may be deleted, and whoever repeats it has it. */
type Answer = Stamp & Pick<Said, 'from'>;
