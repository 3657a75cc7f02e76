import { expect, test } from 'vitest';
import { Refusal } from '#contract/error-codes';
import { createIdentity } from './identity';
import { makePair, type KeyStore } from './keys';

const deviceId = 'gate-north';
const challenge = 'a-challenge_of-the-server';

/** One browser's keys. */
function keyRing({ used = false } = {}): KeyStore {
  const made = makePair();
  let fresh = !used;
  return {
    async pairOf() {
      const result = { pair: await made, fresh };
      fresh = false;
      return result;
    },
  };
}

/** The server's side: knows the keys that were paired, and checks signatures as the contract says. */
function doorkeeper({ lets = true } = {}) {
  const paired: JsonWebKey[] = [];
  const asked: string[] = [];
  const answer = (status: number, body: object) => Response.json(body, { status });
  const fetch = async (path: unknown, init?: RequestInit): Promise<Response> => {
    const body = JSON.parse(init?.body as string) as Record<string, string> & { publicKey: JsonWebKey };
    asked.push(String(path));
    if (path === '/auth/pair') {
      if (!lets) return answer(404, { error: 'No such device', code: 'not_found' });
      paired.push(body.publicKey);
      return answer(200, { deviceId: body['device'] });
    }
    const { signature } = body;
    if (signature === undefined) return answer(200, { challenge });
    const good = await Promise.all(paired.map((key) => verify(key, signature)));
    return good.includes(true)
      ? answer(200, { token: 'a-token' })
      : answer(401, { error: 'Unknown key', code: 'unauthenticated' });
  };
  return { fetch: fetch as typeof globalThis.fetch, asked, paired };
}

async function verify(jwk: JsonWebKey, signature: string): Promise<boolean> {
  expect(signature).toMatch(/^[\w-]{86}$/); // 64 bytes as base64url, without padding
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256' };
  const key = await crypto.subtle.importKey('jwk', jwk, algorithm, false, ['verify']);
  const bytes = Buffer.from(signature, 'base64url');
  return crypto.subtle.verify({ name: 'ECDSA', hash: 'SHA-256' }, key, bytes, Buffer.from(challenge));
}

test('a paired device signs the challenge and gets its token', async () => {
  const server = doorkeeper();
  const identity = createIdentity({ deviceId, selfPairing: true, keys: keyRing(), fetch: server.fetch });
  await identity.token();
  server.asked.length = 0;
  expect(await identity.token()).toBe('a-token');
  expect(server.asked).toEqual(['/auth/device', '/auth/device']);
});

test.each([
  ['a new key', false, '/auth/pair'],
  ['a key that the server has forgotten', true, '/auth/device'],
])('in demo mode %s pairs itself, and only once', async (_, used, first) => {
  const server = doorkeeper();
  const keys = keyRing({ used });
  const identity = createIdentity({ deviceId, selfPairing: true, keys, fetch: server.fetch });
  expect(await identity.token()).toBe('a-token');
  // A new key is not tried first: the browser would log the refusal as an error.
  expect(server.asked[0]).toBe(first);
  await identity.token();
  expect(server.paired).toHaveLength(1);
  expect(server.paired[0]).toEqual({
    kty: 'EC',
    crv: 'P-256',
    x: expect.stringMatching(/^[\w-]{43}$/) as string,
    y: expect.stringMatching(/^[\w-]{43}$/) as string,
  });
});

test('outside demo mode an unknown key is refused', async () => {
  const server = doorkeeper();
  const identity = createIdentity({ deviceId, selfPairing: false, keys: keyRing(), fetch: server.fetch });
  await expect(identity.token()).rejects.toMatchObject({ code: 'unauthenticated' });
  expect(server.asked).not.toContain('/auth/pair');
});

test('a device that may not pair says why', async () => {
  const { fetch } = doorkeeper({ lets: false });
  const identity = createIdentity({ deviceId, selfPairing: true, keys: keyRing(), fetch });
  await expect(identity.token()).rejects.toMatchObject({ code: 'not_found', message: 'No such device' });
});

test.each([
  ['no server', () => Promise.reject(new TypeError('fetch failed'))],
  ['a proxy’s error page', () => Promise.resolve(new Response('<h1>Bad gateway</h1>', { status: 502 }))],
])('%s is unavailable', async (_, fetch) => {
  const identity = createIdentity({ deviceId, selfPairing: true, keys: keyRing(), fetch });
  await expect(identity.token()).rejects.toMatchObject({ code: 'unavailable' });
  await expect(identity.token()).rejects.toBeInstanceOf(Refusal);
});

test('the private key cannot be taken out of the browser', async () => {
  const { privateKey } = await makePair();
  await expect(crypto.subtle.exportKey('jwk', privateKey)).rejects.toThrow();
});
