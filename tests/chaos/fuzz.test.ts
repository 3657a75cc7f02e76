import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { v7 } from 'uuid';
import { GENERAL } from '#domain/chat/room';
import { apiOf, connect, newCard, request } from '../e2e/api';
import { startServer, type TestServer } from '../e2e/server';
import { login, loginAs } from '../e2e/sessions';
import { seed } from '../kit/dice';
import { brokenPacket, frame } from './fuzz/frames';
import { sendBroken, sendFrames } from './fuzz/lines';
import { expectFlat, memoryInUse } from './fuzz/memory';
import { requestsTo } from './fuzz/requests';
import { sendRequests } from './fuzz/send-requests';
import { LIMITS } from './town';

/** How many frames and requests; TAPLINE_FUZZ_RUNS says otherwise. */
const RUNS = Number(process.env['TAPLINE_FUZZ_RUNS'] ?? 20_000);
const WAVES = 6;
const SHARE = { frames: 0.78, broken: 0.02, requests: 0.2 };

let server: TestServer;

beforeAll(async () => {
  const tellHeap = new URL('./fuzz/tell-heap.js', import.meta.url).href;
  server = await startServer({
    env: { TAPLINE_LIMITS: LIMITS },
    nodeOptions: ['--expose-gc', '--import', tellHeap],
  });
});
afterAll(() => server.stop());

/** So many, thrown anew for each wave; the same seed throws the same. */
const some = <T>(arbitrary: fc.Arbitrary<T>, share: number, wave: number): T[] =>
  fc.sample(arbitrary, { seed: seed + wave, numRuns: Math.ceil((RUNS * share) / WAVES) });

test('whatever is sent, the server answers by a code and lives on', { timeout: 3_600_000 }, async () => {
  process.stdout.write(`Fuzz: seed ${seed}, ${RUNS} frames and requests\n`);
  const pablo = (await loginAs(server.origin, 'pablo')).sessionId;
  const guest = (await login(server.origin, { handle: 'a guest' })).sessionId;
  const wrong: string[] = [];
  const uses: number[] = [];
  for (let wave = 0; wave < WAVES; wave++) {
    // Some of the requests end it.
    const requests = requestsTo(server.origin, (await loginAs(server.origin, 'alex')).sessionId);
    const tokens = [undefined, pablo, guest];
    const frames = some(frame, SHARE.frames, wave);
    const each = Math.ceil(frames.length / tokens.length);
    const lines = tokens.map((token, n) =>
      sendFrames(server.origin, frames.slice(n * each, (n + 1) * each), token),
    );
    const asked = sendRequests(server.origin, some(requests, SHARE.requests, wave));
    const broken = sendBroken(server.origin, some(brokenPacket, SHARE.broken, wave));
    wrong.push(...(await Promise.all([...lines, asked])).flat());
    await broken;
    uses.push(await memoryInUse(server));
  }
  process.stdout.write(`Fuzz: ${uses.map((bytes) => (bytes / 2 ** 20).toFixed(1)).join(', ')} MiB in use\n`);
  expect(wrong).toEqual([]);
  expect(server.output()).not.toMatch(/unhandled|TypeError|RangeError|"level":[56]0/i);
  expectFlat(uses);
});

test('afterwards it works as before', async () => {
  const cardId = newCard();
  await apiOf(server.origin).sell(cardId, 'TEN_TRIP');
  expect(await apiOf(server.origin).tap(cardId)).toMatchObject({ granted: true, tripsRemaining: 9 });
  const socket = await connect(server.origin, (await loginAs(server.origin, 'mary')).sessionId);
  const message = { roomId: GENERAL, id: v7(), body: 'Still here' };
  expect(await request(socket, 'message:post', message)).toMatchObject({ body: 'Still here' });
  socket.disconnect();
});
