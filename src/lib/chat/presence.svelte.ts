import { SvelteSet } from 'svelte/reactivity';
import type { PresenceChanged } from '#contract/chat';

/** Who is here, as far as this reader hears of them. */
export interface Presence {
  has(userId: string): boolean;
  /** Reactive. */
  readonly online: ReadonlySet<string>;
  /** Takes what the server says anew, and what was heard while it was asked. Gives its answer; null if there is none. */
  renew(ask: () => Promise<readonly string[] | null>): Promise<readonly string[] | null>;
  hear(changed: PresenceChanged): void;
}

export function createPresence(): Presence {
  const online = new SvelteSet<string>();
  /** What was heard since the server was asked, and may not be in its answer; null while it is not asked. */
  let since: PresenceChanged[] | null = null;

  function replace(userIds: readonly string[]): void {
    const now = new Set(userIds);
    for (const userId of online) if (!now.has(userId)) online.delete(userId);
    for (const userId of now) online.add(userId);
  }

  function apply(changed: PresenceChanged): void {
    for (const { userId, online: isHere } of everyChange(changed)) {
      if (isHere) online.add(userId);
      else online.delete(userId);
    }
  }

  return {
    online,
    has: (userId) => online.has(userId),
    async renew(ask) {
      const heard: PresenceChanged[] = (since = []);
      const userIds = await ask();
      // Asked again meanwhile, after a reconnect: the later answer counts.
      if (since !== heard) return userIds;
      since = null;
      if (userIds) replace(userIds);
      heard.forEach(apply);
      return userIds;
    },
    hear(changed) {
      since?.push(changed);
      apply(changed);
    },
  };
}

/** A crowd's comings and goings come as one event. */
export const everyChange = ({ userId, online, more = [] }: PresenceChanged) => [{ userId, online }, ...more];
