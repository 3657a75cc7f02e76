import { webcrypto } from 'node:crypto';
import { connect, newCard, request } from './api';
import { expect, test } from './test';

const { subtle } = webcrypto;
const ECDSA = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };

/** A gate or till of the demo as somebody else might build it, from the contract alone: pairs and signs in. */
async function signIn(origin: string, device: string) {
  const post = async (path: string, body: object, token = '') => {
    const headers = { 'Content-Type': 'application/json', Authorization: `Bearer ${token}` };
    const response = await fetch(origin + path, { method: 'POST', headers, body: JSON.stringify(body) });
    return { status: response.status, data: (await response.json()) as Record<string, string> };
  };
  const { publicKey, privateKey } = await subtle.generateKey(ECDSA, false, ['sign', 'verify']);
  const paired = await post('/auth/pair', { device, publicKey: await subtle.exportKey('jwk', publicKey) });
  expect(paired).toEqual({ status: 200, data: { deviceId: device } });
  const { challenge = '' } = (await post('/auth/device', { deviceId: device })).data;
  const raw = await subtle.sign(ECDSA, privateKey, Buffer.from(challenge));
  const signature = Buffer.from(raw).toString('base64url');
  const { token = '' } = (await post('/auth/device', { deviceId: device, challenge, signature })).data;
  return { token, post: (path: string, body: object) => post(path, body, token) };
}

test('a gate taps as itself, whatever gate it names, and cannot sell', async ({ server }) => {
  const [gate, till] = [await signIn(server.origin, 'gate-north'), await signIn(server.origin, 'sales-1')];
  const cardId = newCard();
  const sale = { saleId: crypto.randomUUID(), cardId, product: 'TEN_TRIP', payment: 'cash' };
  expect(await gate.post('/api/v1/sales', sale)).toMatchObject({ status: 403, data: { code: 'forbidden' } });
  expect((await till.post('/api/v1/sales', sale)).status).toBe(201);
  const tap = { tapId: crypto.randomUUID(), cardId, gateId: 'gate-south' };
  expect(await till.post('/api/v1/taps', tap)).toMatchObject({ status: 403, data: { code: 'forbidden' } });
  expect((await gate.post('/api/v1/taps', tap)).status).toBe(200);

  expect(await eventsOf(server.origin, cardId)).toEqual([
    ['sale', 'sales-1'],
    ['journey', 'gate-north'],
  ]);
});

test('a gate on its socket taps and looks at cards, and that is all', async ({ server }) => {
  const { token } = await signIn(server.origin, 'gate-north');
  const gate = await connect(server.origin, token);
  const cardId = newCard();
  expect(await request(gate, 'card:lookup', { cardId })).toMatchObject({ pass: null });
  expect(await request(gate, 'tap:present', { tapId: crypto.randomUUID(), cardId })).toMatchObject({
    reason: 'no_pass',
  });
  const sale = { saleId: crypto.randomUUID(), cardId, product: 'TEN_TRIP', payment: 'cash' } as const;
  await expect(request(gate, 'sale:complete', sale)).rejects.toThrow('forbidden');
  await expect(request(gate, 'monitor:watch', {})).rejects.toThrow('forbidden');
  gate.disconnect();
  expect(await eventsOf(server.origin, cardId)).toEqual([['denial', 'gate-north']]);
});

async function eventsOf(origin: string, cardId: string) {
  const monitor = await connect(origin);
  const { events } = await request(monitor, 'monitor:watch', {});
  monitor.disconnect();
  const own = events.filter((event) => event.cardId === cardId);
  return own.map(({ type, deviceId }) => [type, deviceId]);
}
