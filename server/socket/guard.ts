import { asRefusal } from '#contract/error-codes';
import type { SessionsEnded } from '#server/accounts/sessions';
import type { Report } from '#server/report';
import type { Services } from '#server/services';
import { createTurns } from '#server/turns';
import { socketsOf, type Io, type IoSocket } from './io';
import type { Seats } from './seats';

/** Sees to it that a socket speaks and hears no longer than its session and its memberships allow. */
export interface Guard {
  /** Asks a second time who a new socket speaks for: between the first and now its session may have ended untold. */
  arrive(socket: IoSocket): void;
  /** Closes the sockets of sessions that have ended. */
  ended(ended: SessionsEnded): void;
  /** Asks again for every socket here. */
  patrol(): Promise<void>;
  stop(): void;
}

/** What is told at once may be lost; so everything is asked again this often. */
const PATROL_MS = 30_000;
const AT_A_TIME = 20;

export function createGuard(io: Io, services: Services, seats: Seats, report: Report): Guard {
  const turns = createTurns(AT_A_TIME);
  const timer = setInterval(() => void patrol(), PATROL_MS);

  function ended({ userId, sessionId, except }: SessionsEnded): void {
    for (const socket of socketsOf(io, userId)) {
      const { principal } = socket.data;
      if (principal.kind !== 'person' || principal.sessionId === except) continue;
      if (sessionId === undefined || principal.sessionId === sessionId) socket.disconnect(true);
    }
  }

  async function patrol(): Promise<void> {
    const sockets = [...io.of('/').sockets.values()];
    for (let from = 0; from < sockets.length; from += AT_A_TIME) {
      await Promise.all(sockets.slice(from, from + AT_A_TIME).map(inspect));
    }
  }

  async function inspect(socket: IoSocket): Promise<void> {
    if (!(await authenticate(socket))) return;
    await seats.recheck(socket).catch((error: unknown) => report(error, { task: 'patrol' }));
  }

  /** False where it is no longer let in, or where nobody knows just now. */
  async function authenticate(socket: IoSocket): Promise<boolean> {
    const { principal, credential } = socket.data;
    if (!principal.rights.includes('read')) return false; // a device's token is for the handshake alone
    try {
      socket.data.principal = await services.authenticate(credential);
      return true;
    } catch (error) {
      if (asRefusal(error)) socket.disconnect(true);
      else report(error, { task: 'patrol' });
      return false;
    }
  }

  return {
    arrive: (socket) => void turns('arrive', () => authenticate(socket)),
    ended,
    patrol,
    stop: () => clearInterval(timer),
  };
}
