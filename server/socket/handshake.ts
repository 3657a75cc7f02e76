import type { IncomingMessage } from 'node:http';
import { asRefusal, Refusal, unavailable } from '#contract/error-codes';
import { readerOf, type Principal } from '#domain/accounts/right';
import { sessionCookieOf } from '#server/accounts/session-cookie';
import type { Config } from '#server/config';
import { addressOf } from '#server/http/address';
import { isOwnHost, isOwnOrigin } from '#server/http/origin';
import type { Report } from '#server/report';
import type { Services } from '#server/services';
import { createTurns } from '#server/turns';
import type { IoSocket, Line } from './io';

interface Admission {
  principal: Principal;
  credential: string | undefined;
}

/** Who may open a socket: the upgrade looks at origin and cookie, the handshake at the token. */
export interface Handshake {
  /** CORS does not guard WebSocket upgrades, so the upgrade itself looks at Origin. False: 403. */
  allowUpgrade(req: IncomingMessage): Promise<boolean>;
  /** Fills in who the socket speaks for. Rejects with what the client finds in `connect_error`: `data.code` says why. */
  admit(socket: IoSocket): Promise<void>;
}

/** When everybody comes back at once they are let in in turn, rather than all ask and none is answered in time. */
const AT_ONCE = 16;

export function createHandshake(services: Services, config: Config, report: Report): Handshake {
  /** Who came with a cookie, until the handshake asks. */
  const byCookie = new WeakMap<IncomingMessage, Admission>();
  /** Lines that are being let in, or are in: each carries one socket. */
  const taken = new WeakSet<Line>();
  const turns = createTurns(AT_ONCE);
  const identify = (credential: unknown): Promise<Principal> =>
    turns('handshake', () => services.authenticate(credential));

  async function allowUpgrade(req: IncomingMessage): Promise<boolean> {
    const { origin, host } = req.headers;
    if (!isOwnHost(config, host) || !isOwnOrigin(config, origin, host)) return false;
    const cookie = speaksByToken(req) ? undefined : sessionCookieOf(config, req.headers.cookie);
    if (cookie === undefined) return true;
    try {
      byCookie.set(req, { principal: await identify(cookie), credential: cookie });
      return true;
    } catch (error) {
      // A fault of ours is told in the handshake, as one to try again.
      return !asRefusal(error);
    }
  }

  async function admit(socket: IoSocket): Promise<void> {
    take(socket.conn);
    try {
      const address = addressOf(socket.request, config);
      Object.assign(socket.data, { ...(await admission(socket)), address });
    } catch (error) {
      taken.delete(socket.conn); // it may ask again
      const refusal = asRefusal(error);
      if (!refusal) report(error, { command: 'sign-in' });
      const { code, message } = refusal ?? unavailable();
      throw Object.assign(new Error(message), { data: { code } });
    }
  }

  /** Socket.IO would make a socket of each CONNECT that comes before the first is answered. */
  function take(line: Line): void {
    if (taken.has(line)) {
      line.close(true);
      throw new Error('This line is taken');
    }
    taken.add(line);
  }

  async function admission({ handshake, request }: IoSocket): Promise<Admission> {
    const token: unknown = handshake.auth['token'];
    const known = token === undefined ? byCookie.get(request) : undefined;
    if (known) return expected(known, handshake.auth['as']);
    const credential = token ?? sessionCookieOf(config, request.headers.cookie);
    const principal = await identify(credential);
    const admission = { principal, credential: typeof credential === 'string' ? credential : undefined };
    return expected(admission, handshake.auth['as']);
  }

  return { allowUpgrade, admit };
}

/** A page says whose it is: when another has signed in since, in another tab, it must not go on in their name. */
function expected(admission: Admission, userId: unknown): Admission {
  if (userId === undefined || userId === readerOf(admission.principal)) return admission;
  throw new Refusal('unauthenticated', 'Somebody else is signed in by now');
}

/** Whether a token will follow, so that the cookie does not count. */
const speaksByToken = ({ url = '' }: IncomingMessage): boolean =>
  new URL(url, 'http://localhost').searchParams.get('by') === 'token';
