import type { PresenceChanged } from '#contract/chat';
import type { Device, Presence, PresenceEvent } from '#server/chat/presence';
import type { Report } from '#server/report';
import { createCoalescer } from './coalesce';
import { socketsIn, tags, type Io, type IoSocket } from './io';

/** Holds the leases of the people here, and tells them who comes and goes. */
export interface PresenceRelay {
  arrive(socket: IoSocket): void;
  tell(event: PresenceEvent): void;
  /** Resolves when those who are gone have given their leases back. */
  stop(): Promise<void>;
}

const RENEW_MS = 30_000;
const SWEEP_MS = 5_000;

/**
 * A crowd that arrives would cause a frame to each for each: so an instance spends a hundred frames a second on
 * presence at most, and gathers the longer the more there are to tell. One who comes or goes alone is told at once.
 */
const FRAMES_PER_SECOND = 100;

export function createPresenceRelay(io: Io, presence: Presence, report: Report): PresenceRelay {
  const here = new Map<string, Device>();
  const leaving = new Set<Promise<void>>();
  const failed = (error: unknown): void => report(error, { task: 'presence' });
  const audience = (): number => io.of('/').adapter.rooms.get(tags.people)?.size ?? 0;
  const changes = createCoalescer<PresenceEvent>(() => (audience() * 1000) / FRAMES_PER_SECOND, send);

  const renewing = setInterval(() => void presence.enter([...here.values()]).catch(failed), RENEW_MS);
  const sweeping = setInterval(() => void presence.sweep().catch(failed), SWEEP_MS);

  function arrive(socket: IoSocket): void {
    const { principal } = socket.data;
    if (principal.kind !== 'person') return;
    const device = { userId: principal.userId, deviceId: socket.id };
    here.set(socket.id, device);
    // One after the other: a socket that is closed at once must not leave its lease behind.
    const entered = presence.enter([device]).catch(failed);
    socket.once('disconnect', () => {
      here.delete(socket.id);
      const left = entered.then(() => presence.leave(device)).catch(failed);
      leaving.add(left);
      void left.then(() => leaving.delete(left));
    });
  }

  function send(events: PresenceEvent[]): void {
    const latest = new Map(events.map((event) => [event.userId, event]));
    const [first, ...more] = [...latest.values()];
    if (!first || socketsIn(io, tags.people).length === 0) return;
    const changed: PresenceChanged = { ...first, ...(more.length > 0 && { more }) };
    io.local.to(tags.people).emit('presence:changed', changed);
  }

  return {
    arrive,
    tell: changes.add,
    async stop() {
      clearInterval(renewing);
      clearInterval(sweeping);
      changes.stop();
      await Promise.all(leaving);
    },
  };
}
