import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { createDeviceAccess } from '#contract/client/device-access';
import { createIdentity } from './identity';
import { openKeyFile } from './key-file';
import { createLogger } from './log';
import type { Settings } from './settings';
import { SetupError } from './setup-error';

const log = createLogger('silent');
const parent = mkdtempSync(join(tmpdir(), 'tapline-identity-'));
afterAll(() => rmSync(parent, { recursive: true }));

let folder: string;
beforeEach(() => void (folder = mkdtempSync(join(parent, 'data-'))));

/** The server's side: one code, good once, and demo devices; it believes a key that was paired. */
function office({ code = 'K7QX' } = {}) {
  const paired = new Map<string, string>();
  const asked: string[] = [];
  const answer = (status: number, body: object) => Promise.resolve(Response.json(body, { status }));
  const fetch = (url: unknown, init?: RequestInit): Promise<Response> => {
    const body = JSON.parse(init?.body as string) as Record<string, string> & { publicKey?: JsonWebKey };
    asked.push(String(url));
    if (String(url).endsWith('/auth/pair')) {
      const deviceId = body['device'] ?? (body['code'] === code ? 'gate-7' : undefined);
      if (deviceId === undefined) return answer(404, { error: 'No such code', code: 'not_found' });
      code = '';
      paired.set(deviceId, body.publicKey?.x ?? '');
      return answer(200, { deviceId });
    }
    if (!paired.has(body['deviceId'] ?? '')) return answer(404, { error: 'Not paired', code: 'not_found' });
    return answer(
      200,
      body['signature'] ? { token: `token of ${body['deviceId'] ?? ''}` } : { challenge: 'c' },
    );
  };
  const access = createDeviceAccess(fetch, 'https://tapline.example');
  return { access, asked, paired };
}

const identityOf = async ({ access }: ReturnType<typeof office>, claim: Settings['claim']) =>
  createIdentity({ access, file: await openKeyFile(folder), claim, log });

test('a code pairs once; from then on the kept key speaks, with the code or without', async () => {
  const server = office();
  expect(await (await identityOf(server, { code: 'K7QX' })).token()).toBe('token of gate-7');
  expect(server.asked[0]).toBe('https://tapline.example/auth/pair');
  const key = server.paired.get('gate-7');
  for (const claim of [{ code: 'K7QX' }, null]) {
    expect(await (await identityOf(server, claim)).token()).toBe('token of gate-7');
  }
  expect(server.asked.filter((url) => url.endsWith('/auth/pair'))).toHaveLength(1);
  expect(JSON.parse(readFileSync(join(folder, 'device.json'), 'utf8'))).toMatchObject({
    deviceId: 'gate-7',
    privateKey: { x: key },
  });
});

test('a wrong code is refused in the server’s words', async () => {
  const identity = await identityOf(office(), { code: 'WRONG' });
  await expect(identity.token()).rejects.toMatchObject({ code: 'not_found', message: 'No such code' });
});

test('a device of the demo pairs itself, again when the server has forgotten it, and as another one', async () => {
  const server = office();
  const identity = await identityOf(server, { device: 'gate-north' });
  await identity.token();
  server.paired.clear();
  expect(await identity.token()).toBe('token of gate-north');
  expect(await (await identityOf(server, { device: 'gate-south' })).token()).toBe('token of gate-south');
});

test('who was never paired must say how', async () => {
  await expect(identityOf(office(), null)).rejects.toThrow(SetupError);
});

test('the key is made once, and for its owner’s eyes alone', async () => {
  const path = join(folder, 'device.json');
  const [first, again] = [await openKeyFile(folder), await openKeyFile(folder)];
  const raw = (keys: CryptoKeyPair) => crypto.subtle.exportKey('raw', keys.publicKey);
  expect(await raw(again.keys)).toEqual(await raw(first.keys));
  expect(statSync(path).mode & 0o777).toBe(0o600);
});

test('a folder that cannot be one is told', async () => {
  writeFileSync(join(folder, 'file'), '');
  await expect(openKeyFile(join(folder, 'file'))).rejects.toThrow(SetupError);
});

const offTheCurve = { kty: 'EC', crv: 'P-256', x: 'A'.repeat(43), y: 'B'.repeat(43), d: 'C'.repeat(43) };

test.each(['', '{}', 'null', JSON.stringify({ deviceId: null, privateKey: offTheCurve })])(
  'a file that holds no key (%s) is left as it is, and told',
  async (text) => {
    const path = join(folder, 'device.json');
    writeFileSync(path, text);
    await expect(openKeyFile(folder)).rejects.toThrow(`${path} holds no key`);
    expect(readFileSync(path, 'utf8')).toBe(text);
  },
);
