import type { PublicKey } from '#contract/devices';
import { asRefusal, Refusal, type ErrorCode } from '#contract/error-codes';
import { browserKeys, type KeyStore } from './keys';

export interface IdentityOptions {
  deviceId: string;
  /** In demo mode a device that the server does not know pairs itself. */
  selfPairing: boolean;
  keys?: KeyStore;
  fetch?: typeof globalThis.fetch;
}

/** Who this browser is to the server. */
export interface Identity {
  /**
   * A token for one connection.
   * @throws Refusal with the server's code; `unavailable` if it cannot be reached, `forbidden` if there can be no key.
   */
  token(): Promise<string>;
}

export function createIdentity(options: IdentityOptions): Identity {
  const { deviceId, selfPairing, keys = browserKeys, fetch = globalThis.fetch } = options;
  const post = <T>(path: string, body: object) => postJson<T>(fetch, path, body);

  async function prove(pair: CryptoKeyPair): Promise<string> {
    const { challenge } = await post<{ challenge: string }>('/auth/device', { deviceId });
    const signature = await sign(pair.privateKey, challenge);
    const { token } = await post<{ token: string }>('/auth/device', { deviceId, challenge, signature });
    return token;
  }

  async function introduce(pair: CryptoKeyPair): Promise<string> {
    await post('/auth/pair', { device: deviceId, publicKey: await publicKeyOf(pair) });
    return prove(pair);
  }

  return {
    async token() {
      const { pair, fresh } = await keys.pairOf(deviceId);
      if (selfPairing && fresh) return introduce(pair);
      try {
        return await prove(pair);
      } catch (error) {
        if (!selfPairing || !isUnknown(error)) throw error;
        return introduce(pair);
      }
    },
  };
}

/** The server does not know this key, or no longer. */
const isUnknown = (error: unknown): boolean =>
  ['unauthenticated', 'not_found'].includes(asRefusal(error)?.code ?? '');

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

async function postJson<T>(fetch: typeof globalThis.fetch, path: string, body: object): Promise<T> {
  const response = await fetch(path, {
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
  throw new Refusal(answer.code ?? 'unavailable', answer.error ?? `${path}: status ${response.status}`);
}
