import { randomUUID } from 'node:crypto';
import type { Notification } from '#contract/chat';
import { Refusal } from '#contract/error-codes';
import type { Bus } from '#server/redis/bus';
import { channels } from '#server/redis/keys';

const TEXT_LENGTH = 500;

/** A word of the operator to everybody who is there. @throws Refusal `invalid` */
export type Announce = (text: string) => Promise<void>;

export const createAnnounce =
  (bus: Bus): Announce =>
  async (text) => {
    const tidy = text.trim();
    if (tidy === '' || tidy.length > TEXT_LENGTH) {
      throw new Refusal('invalid', `An announcement has 1 to ${TEXT_LENGTH} characters`);
    }
    const notification: Notification = {
      id: randomUUID(),
      kind: 'announcement',
      text: tidy,
      at: new Date().toISOString(),
    };
    await bus.publish(channels.user('all'), notification);
  };
