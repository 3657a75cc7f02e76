import { webcrypto } from 'node:crypto';
import type { PublicKey } from '#contract/devices';

const { subtle } = webcrypto;
const CURVE = { name: 'ECDSA', namedCurve: 'P-256' };
const SIGNING = { name: 'ECDSA', hash: 'SHA-256' };

const importKey = (key: PublicKey): Promise<webcrypto.CryptoKey> =>
  subtle.importKey('jwk', { kty: key.kty, crv: key.crv, x: key.x, y: key.y }, CURVE, false, ['verify']);

/** Whether a key's coordinates lie on the curve. */
export const isPoint = (key: PublicKey): Promise<boolean> =>
  importKey(key).then(
    () => true,
    () => false,
  );

/** Whether one of the keys signed the text: base64url of raw r||s over its UTF-8 bytes, ECDSA P-256 with SHA-256. */
export async function verifies(keys: PublicKey[], text: string, signature: string): Promise<boolean> {
  const bytes = Buffer.from(signature, 'base64url');
  const checks = keys.map(async (key) =>
    subtle.verify(SIGNING, await importKey(key), bytes, Buffer.from(text)),
  );
  return (await Promise.all(checks)).includes(true);
}
