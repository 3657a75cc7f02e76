import { v7 } from 'uuid';
import { GENERAL } from '#domain/chat/room';
import { apiOf, newCard, request } from './api';
import { GatePage } from './kiosks';
import { openPrivateRedis, pidOf } from './private-redis';
import { loginAs, openLine } from './sessions';
import { expect, test } from './test';

/** Frozen for ever it would outlive the test. */
async function whileFrozen(pid: number, work: () => Promise<void>): Promise<void> {
  process.kill(pid, 'SIGSTOP');
  try {
    await work();
  } finally {
    process.kill(pid, 'SIGCONT');
  }
}

const statusOf = async (url: string): Promise<number> => (await fetch(url)).status;

test('a private Redis that is killed is started again: sockets stay, nothing is lost', async ({
  startServer,
  dataDir,
}) => {
  const { origin, output } = await startServer({ dataDir });
  const redis = openPrivateRedis(dataDir);
  const line = await openLine(origin, (await loginAs(origin, 'pablo')).sessionId);
  let lost = 0;
  line.socket.on('disconnect', () => lost++);
  const cardId = newCard();
  await apiOf(origin).sell(cardId, 'TEN_TRIP');

  for (const tripsRemaining of [9, 8, 7]) {
    process.kill(await pidOf(redis), 'SIGKILL');
    expect(await statusOf(`${origin}/healthz`)).toBe(200);
    await expect.poll(() => statusOf(`${origin}/readyz`), { timeout: 5_000 }).toBe(200);
    expect(await apiOf(origin).tap(cardId)).toMatchObject({ tripsRemaining });
    const message = { roomId: GENERAL, id: v7(), body: `Trip ${tripsRemaining}` };
    await request(line.socket, 'message:post', message);
    const bodies = () =>
      line.heard('message:posted').flatMap(({ messages }) => messages.map(({ body }) => body));
    await expect.poll(bodies).toContain(message.body);
  }
  expect(lost).toBe(0);
  const said = (words: string) => output().split(words).length - 1;
  expect(said('The private Redis is gone: starting it again')).toBe(3);
  expect(said('The private Redis runs again')).toBe(3);
  line.socket.disconnect();
  redis.disconnect();
});

test('a private Redis that hangs: the server lives, says why, refuses within a second, and recovers', async ({
  startServer,
  dataDir,
}) => {
  const { origin } = await startServer({ dataDir });
  const redis = openPrivateRedis(dataDir);
  const pid = await pidOf(redis);
  const line = await openLine(origin);
  await whileFrozen(pid, async () => {
    for (let round = 0; round < 4; round++) {
      const began = performance.now();
      const asked = request(line.socket, 'card:lookup', { cardId: newCard() });
      await expect(asked).rejects.toThrow('unavailable');
      expect(performance.now() - began).toBeLessThan(1_000);
    }
    expect(await statusOf(`${origin}/healthz`)).toBe(200);
    const away = await fetch(`${origin}/readyz`);
    const answer = { status: 'unavailable', reason: 'Redis does not answer' };
    expect([away.status, await away.json()]).toEqual([503, answer]);
  });
  await expect.poll(() => statusOf(`${origin}/readyz`), { timeout: 2_000 }).toBe(200);
  expect(await pidOf(redis)).toBe(pid);
  line.socket.disconnect();
  redis.disconnect();
});

test('a kiosk that is opened while nothing can be read opens by itself when it can', async ({
  page,
  startServer,
  dataDir,
}) => {
  const { origin } = await startServer({ dataDir });
  const redis = openPrivateRedis(dataDir);
  const pid = await pidOf(redis);
  redis.disconnect();
  const other = await page.context().newPage();
  await whileFrozen(pid, async () => {
    expect((await page.goto(`${origin}/kiosk/gate?device=gate-north`))?.status()).toBe(503);
    expect((await other.goto(`${origin}/chat`))?.status()).toBe(503);
  });
  await expect(new GatePage(page).screen).toHaveAttribute('data-state', 'idle', { timeout: 10_000 });
  await expect(other).toHaveURL(/\/login/, { timeout: 10_000 });
});
