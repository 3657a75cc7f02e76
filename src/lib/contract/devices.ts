import * as v from 'valibot';
import { deviceId } from './ids';

const coordinate = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{43}$/, 'must be 32 bytes in base64url'));

/** An ECDSA P-256 public key (RFC 7517). */
export const publicKey = v.object({
  kty: v.literal('EC'),
  crv: v.literal('P-256'),
  x: coordinate,
  y: coordinate,
});

export type PublicKey = v.InferOutput<typeof publicKey>;

/** Pairing with a code from the Office, or in demo mode with one of the demo devices. */
export const pairRequest = v.union(
  [
    v.object({ code: v.pipe(v.string(), v.minLength(1), v.maxLength(64)), publicKey }),
    v.object({ device: deviceId, publicKey }),
  ],
  'must be { code, publicKey } or { device, publicKey }, the key a P-256 JWK',
);

const base64url = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{1,200}$/, 'must be base64url'));

/** First for a challenge; then with the challenge and its signature (P-256, SHA-256, raw r||s) for a token. */
export const deviceRequest = v.pipe(
  v.object({ deviceId, challenge: v.optional(base64url), signature: v.optional(base64url) }),
  v.check(
    ({ challenge, signature }) => (challenge === undefined) === (signature === undefined),
    'challenge and signature go together',
  ),
);
