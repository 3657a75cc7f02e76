import * as v from 'valibot';
import { notification } from '#contract/chat';
import { channels } from '#server/redis/keys';
import type { Bus } from '#server/redis/bus';
import type { Logger } from '#server/log';
import { tags, type Io } from './io';

/** Carries notifications from `user:<id>` and `user:all` to the sockets here. Any program may publish them. */
export async function relayNotices(io: Io, bus: Bus, log: Logger): Promise<void> {
  await bus.subscribe(channels.everyUser, (message, channel) => {
    const { success, output } = v.safeParse(notification, message);
    if (!success) return log.warn({ channel }, 'what was published is no notification');
    const to = channel.slice(channels.user('').length);
    io.local.to(to === 'all' ? tags.people : tags.user(to)).emit('notification', output);
  });
}
