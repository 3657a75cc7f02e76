import type { PublicKey } from '../devices';
import { Refusal, type ErrorCode } from '../error-codes';

/** How a device comes to the server: paired once, then by a token for each connection. */
export interface DeviceAccess {
  /** Makes the server know this key, by a code from the Office or as a device of the demo. */
  pair(claim: { code: string } | { device: string }, keys: CryptoKeyPair): Promise<{ deviceId: string }>;
  /** A token for one connection. */
  prove(deviceId: string, keys: CryptoKeyPair): Promise<string>;
}

/**
 * All of it rejects with a Refusal: the server's code, or `unavailable` if it cannot be reached. Without an `origin` the
 * server is where the page came from.
 */
export function createDeviceAccess(fetch: typeof globalThis.fetch, origin = ''): DeviceAccess {
  const post = <T>(path: string, body: object) => postJson<T>(fetch, `${origin}${path}`, body);
  return {
    pair: async (claim, keys) => post('/auth/pair', { ...claim, publicKey: await publicKeyOf(keys) }),
    async prove(deviceId, { privateKey }) {
      const { challenge } = await post<{ challenge: string }>('/auth/device', { deviceId });
      const signature = await sign(privateKey, challenge);
      const { token } = await post<{ token: string }>('/auth/device', { deviceId, challenge, signature });
      return token;
    },
  };
}

async function publicKeyOf({ publicKey }: CryptoKeyPair): Promise<PublicKey> {
  const { kty, crv, x, y } = await crypto.subtle.exportKey('jwk', publicKey);
  return { kty, crv, x, y } as PublicKey;
}

/** The signature of the challenge's text: raw r||s in base64url. */
async function sign(key: CryptoKey, challenge: string): Promise<string> {
  const text = new TextEncoder().encode(challenge);
  const signature = await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, key, text);
  return base64url(new Uint8Array(signature));
}

const base64url = (bytes: Uint8Array): string =>
  btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/, '');

/** Nothing answers within this time: the server is away. */
const GIVE_UP_MS = 5000;

async function postJson<T>(fetch: typeof globalThis.fetch, url: string, body: object): Promise<T> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(GIVE_UP_MS),
  }).catch(() => {
    throw new Refusal('unavailable', 'The server cannot be reached');
  });
  // A proxy's error page is no JSON of ours.
  const answer = (await response.json().catch(() => ({}))) as T & { error?: string; code?: ErrorCode };
  if (response.ok) return answer;
  throw new Refusal(answer.code ?? 'unavailable', answer.error ?? `${url}: status ${response.status}`);
}
