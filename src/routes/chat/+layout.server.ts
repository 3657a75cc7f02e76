import * as v from 'valibot';
import { Refusal } from '#contract/error-codes';
import { roomId as roomIdSchema } from '#contract/ids';
import type { Chat, Reader } from '#server/chat/chat';
import { orErrorPage } from '$lib/server/page';
import { requirePersonPage } from '$lib/server/session';
import { rememberedTimeZone } from '$lib/server/time-zone';
import type { LayoutServerLoad } from './$types';

/** What one sees before any script runs. From there on the page hears by itself, so it is never loaded again. */
const PAGE = 50;

export const load: LayoutServerLoad = async (event) => {
  const { locals, params, cookies, untrack } = event;
  const roomId = untrack(() => params['room']);
  const { anonymousReading } = await orErrorPage(locals.app.settings.read());
  const session = anonymousReading
    ? await orErrorPage(locals.session())
    : await untrack(() => requirePersonPage(event));
  const reader = session?.account.id ?? null;
  const [list, opening] = await orErrorPage(
    Promise.all([
      locals.app.chat.list(reader),
      roomId === undefined ? null : open(locals.app.chat, reader, roomId),
    ]),
  );
  return { me: session?.account ?? null, list, opening, timeZone: rememberedTimeZone(cookies) };
};

async function open(chat: Chat, reader: Reader, asked: string) {
  const { success, output: roomId } = v.safeParse(roomIdSchema, asked);
  if (!success) throw new Refusal('not_found', 'There is no such room');
  const [room, page] = await Promise.all([
    chat.view(reader, roomId),
    chat.history(reader, { roomId, limit: PAGE }),
  ]);
  return { room, page };
}
