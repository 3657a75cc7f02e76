import type { IncomingMessage, ServerResponse } from 'node:http';
import { httpStatus, type ErrorCode } from '#contract/error-codes';
import { ADDRESS_HEADER } from '#contract/headers';
import { requestedPath } from '#contract/paths';
import type { Config } from '#server/config';
import { addressOf } from './address';
import { createRequestLimits } from './request-limits';
import { isOwnHost, isOwnOrigin } from './origin';

/** What stands before every page and route: origin, size and headers. */
export type Front = (req: IncomingMessage, res: ServerResponse, next: () => void) => void;

export const BODY_LIMIT = 64 * 1024;

/** How much is still taken of a body that was refused, and for how long. */
const LINGER = { bytes: 4 * 1024 * 1024, ms: 5_000 } as const;

/** Tells SvelteKit by which protocol we were asked; as ADDRESS_HEADER always set here, so that no client can set it. */
export const PROTOCOL_HEADER = 'x-tapline-protocol';

export function createFront(config: Config): Front {
  const requestLimits = createRequestLimits(config);
  return (req, res, next) => {
    const address = addressOf(req, config);
    req.headers[ADDRESS_HEADER] = address;
    req.headers[PROTOCOL_HEADER] = config.tls ? 'https' : 'http';
    const path = requestedPath(req.url ?? '');
    for (const [name, value] of securityHeaders(config, path ?? '')) res.setHeader(name, value);
    const { origin, host } = req.headers;
    if (!isOwnHost(config, host))
      return refuse(req, res, 'forbidden', 'This server does not go by that name');
    if (!isSafe(req) && !isOwnOrigin(config, origin, host)) {
      return refuse(req, res, 'forbidden', 'Requests from other sites are refused');
    }
    if (!isSafe(req) && origin === undefined && isForm(req)) {
      return refuse(
        req,
        res,
        'forbidden',
        'Forms are for the pages of this site; programs send application/json',
      );
    }
    if (Number(req.headers['content-length'] ?? 0) > BODY_LIMIT) {
      return refuse(req, res, 'payload_too_large', `At most ${BODY_LIMIT} bytes`);
    }
    const rateLimit = requestLimits({ req, path, address });
    for (const [name, value] of Object.entries(rateLimit?.headers ?? {})) res.setHeader(name, value);
    if (rateLimit?.allowed === false) return refuse(req, res, 'too_many_requests', 'Too many requests');
    next();
  };
}

const isSafe = (req: IncomingMessage): boolean => req.method === 'GET' || req.method === 'HEAD';

/** What a page of another site could send without asking. SvelteKit refuses it as well, but in plain text. */
const isForm = (req: IncomingMessage): boolean =>
  /^(application\/x-www-form-urlencoded|multipart\/form-data|text\/plain)\b/i.test(
    req.headers['content-type'] ?? '',
  );

function securityHeaders(config: Config, path: string): [string, string][] {
  const always: [string, string][] = [
    ['X-Content-Type-Options', 'nosniff'],
    ...(config.tls ? [['Strict-Transport-Security', 'max-age=31536000'] as [string, string]] : []),
  ];
  // What follows concerns documents; on scripts and styles it would only weigh.
  if (path.startsWith('/_app/immutable/')) return always;
  // The policy sticks to the document, so links into the kiosks reload the page. Web NFC has no name in it: browsers give
  // it to top-level pages alone.
  const hardware = path.startsWith('/kiosk/') ? '(self)' : '()';
  return [
    ...always,
    ['Referrer-Policy', 'same-origin'],
    ['X-Frame-Options', 'SAMEORIGIN'],
    ['Cross-Origin-Opener-Policy', 'same-origin'],
    [
      'Permissions-Policy',
      `serial=${hardware}, usb=${hardware}, hid=${hardware}, camera=${hardware}, geolocation=()`,
    ],
  ];
}

function refuse(req: IncomingMessage, res: ServerResponse, code: ErrorCode, error: string): void {
  res.writeHead(httpStatus[code], { 'Content-Type': 'application/json' });
  res.end(JSON.stringify({ error, code }));
  discardRest(req);
}

/** Takes in what is still coming: a client that writes into a line that was closed does not read the answer. */
function discardRest(req: IncomingMessage): void {
  let left = LINGER.bytes;
  const cut = () => void req.socket.destroy();
  const timer = setTimeout(cut, LINGER.ms);
  req.on('data', (chunk: Buffer) => {
    left -= chunk.length;
    if (left < 0) cut();
  });
  req.once('close', () => clearTimeout(timer));
}
