import { webcrypto } from 'node:crypto';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { PublicKey } from '#contract/devices';
import { keys } from '#server/redis/keys';
import { startTestApp, type TestApp } from '#server/testing';
import { createDeviceStore } from './device-store';
import { createDevices } from './devices';

const { subtle } = webcrypto;
let site: TestApp;

beforeAll(async () => {
  site = await startTestApp();
});
afterAll(() => site.stop());

async function newKey() {
  const pair = await subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign', 'verify']);
  const { x = '', y = '' } = await subtle.exportKey('jwk', pair.publicKey);
  const publicKey: PublicKey = { kty: 'EC', crv: 'P-256', x, y };
  const sign = async (text: string) => {
    const raw = await subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, pair.privateKey, Buffer.from(text));
    return Buffer.from(raw).toString('base64url');
  };
  return { publicKey, sign };
}

async function signIn(deviceId: string, sign: (text: string) => Promise<string>): Promise<string> {
  const { challenge } = await site.app.devices.challenge(deviceId);
  return (await site.app.devices.signIn({ deviceId, challenge, signature: await sign(challenge) })).token;
}

describe('a demo device', () => {
  test('pairs, signs its challenge and may do what its face allows', async () => {
    const { publicKey, sign } = await newKey();
    expect(await site.app.devices.pairDemo('gate-north', publicKey)).toEqual({ deviceId: 'gate-north' });
    const token = await signIn('gate-north', sign);
    expect(await site.app.authorize(token, 'tap')).toMatchObject({ deviceId: 'gate-north', face: 'gate' });
    await expect(site.app.authorize(token, 'sell')).rejects.toMatchObject({ code: 'forbidden' });
    expect((await site.app.watchMonitor()).devices).toMatchObject([{ deviceId: 'gate-north', face: 'gate' }]);
  });

  test('has as many keys as browsers show it', async () => {
    const [first, second] = await Promise.all([newKey(), newKey()]);
    for (const { publicKey } of [first, second]) await site.app.devices.pairDemo('gate-south', publicKey);
    await expect(signIn('gate-south', first.sign)).resolves.toBeTruthy();
    await expect(signIn('gate-south', second.sign)).resolves.toBeTruthy();
  });

  test('is refused with a key of another device, a used challenge, or one of another device', async () => {
    const [till, stranger] = await Promise.all([newKey(), newKey()]);
    await site.app.devices.pairDemo('sales-1', till.publicKey);
    await expect(signIn('sales-1', stranger.sign)).rejects.toMatchObject({ code: 'unauthenticated' });

    const { challenge } = await site.app.devices.challenge('sales-1');
    const signature = await till.sign(challenge);
    await site.app.devices.signIn({ deviceId: 'sales-1', challenge, signature });
    const again = site.app.devices.signIn({ deviceId: 'sales-1', challenge, signature });
    await expect(again).rejects.toMatchObject({ code: 'unauthenticated' });

    const foreign = (await site.app.devices.challenge('gate-north')).challenge;
    const borrowed = { deviceId: 'sales-1', challenge: foreign, signature: await till.sign(foreign) };
    await expect(site.app.devices.signIn(borrowed)).rejects.toMatchObject({ code: 'unauthenticated' });
  });

  test('keeps its twenty latest keys, each once', async () => {
    const redis = new Redis(site.redis.url);
    const all = await Promise.all(Array.from({ length: 22 }, newKey));
    for (const { publicKey } of [...all, ...all.slice(-1)]) {
      await site.app.devices.pairDemo('gate-south', publicKey);
    }
    const kept = await redis.lrange(keys.deviceKeys('gate-south'), 0, -1);
    redis.disconnect();
    expect(kept.map((key) => JSON.parse(key) as PublicKey)).toEqual(
      all
        .slice(2)
        .reverse()
        .map(({ publicKey }) => publicKey),
    );
  });

  test('needs a key that is a point of the curve', async () => {
    const publicKey: PublicKey = { kty: 'EC', crv: 'P-256', x: 'A'.repeat(43), y: 'A'.repeat(43) };
    const pairing = site.app.devices.pairDemo('gate-north', publicKey);
    await expect(pairing).rejects.toMatchObject({ code: 'invalid' });
  });

  test('does not exist by another name, nor outside demo mode', async () => {
    const { publicKey } = await newKey();
    for (const name of ['gate-west', 'constructor']) {
      await expect(site.app.devices.pairDemo(name, publicKey)).rejects.toMatchObject({ code: 'not_found' });
    }
    await expect(site.app.devices.challenge('gate-west')).rejects.toMatchObject({ code: 'not_found' });
    const redis = new Redis(site.redis.url);
    const real = createDevices(createDeviceStore(redis), { demo: false });
    await expect(real.pairDemo('gate-north', publicKey)).rejects.toMatchObject({ code: 'not_found' });
    redis.disconnect();
  });

  test('is known by its face before it pairs, and only in demo mode', async () => {
    const fresh = await startTestApp();
    expect(await fresh.app.devices.faceOf('sales-1')).toBe('sales');
    expect(await fresh.app.devices.faceOf('constructor')).toBeNull();
    const redis = new Redis(fresh.redis.url);
    const real = createDevices(createDeviceStore(redis), { demo: false });
    expect(await real.faceOf('sales-1')).toBeNull();
    await fresh.app.devices.pairDemo('sales-1', (await newKey()).publicKey);
    expect(await real.faceOf('sales-1')).toBe('sales');
    redis.disconnect();
    await fresh.stop();
  });

  test('leaves no token in Redis in the clear, and none for longer than ten minutes', async () => {
    const { publicKey, sign } = await newKey();
    await site.app.devices.pairDemo('gate-north', publicKey);
    const token = await signIn('gate-north', sign);
    const redis = new Redis(site.redis.url);
    expect((await redis.keys('*')).join()).not.toContain(token);
    const tokens = await redis.keys(keys.deviceToken('*'));
    expect(tokens.length).toBeGreaterThan(0);
    const lives = await Promise.all(tokens.map((key) => redis.ttl(key)));
    expect(lives.filter((seconds) => seconds < 1 || seconds > 600)).toEqual([]);
    redis.disconnect();
  });
});
