import type { Socket } from 'socket.io-client';
import { v7 } from 'uuid';
import { startTestRedis } from '#server/redis/testing';
import { apiOf, connect, newCard, request } from './api';
import { startServer } from './server';
import { expect, test } from './test';

/** Two server processes on one Redis, with four sockets each. */
async function twoServers(run: (sockets: Socket[], origin: string) => Promise<void>): Promise<void> {
  const redis = await startTestRedis();
  const env = { REDIS_URL: redis.url, TAPLINE_DEMO: '1' };
  const servers = await Promise.all([startServer({ env }), startServer({ env })]);
  const origins = servers.flatMap(({ origin }) => Array.from({ length: 4 }, () => origin));
  const sockets = await Promise.all(origins.map((origin) => connect(origin)));
  try {
    await run(sockets, servers[0].origin);
  } finally {
    for (const socket of sockets) socket.disconnect();
    await Promise.all(servers.map((server) => server.stop()));
    await redis.stop();
  }
}

const among = (sockets: Socket[], n: number): Socket => sockets[n % sockets.length] as Socket;

test('a hundred racing taps on a ten-trip pass admit exactly ten', async () => {
  await twoServers(async (sockets, origin) => {
    for (let round = 0; round < 3; round++) {
      const cardId = newCard();
      await apiOf(origin).sell(cardId, 'TEN_TRIP');
      const taps = Array.from({ length: 100 }, () => ({ tapId: v7(), cardId }));
      const decisions = await Promise.all(
        taps.map((tap, n) => request(among(sockets, n), 'tap:present', tap)),
      );

      const granted = decisions.filter((decision) => decision.granted);
      expect(granted.map((decision) => decision.tripsRemaining).sort()).toEqual([
        0, 1, 2, 3, 4, 5, 6, 7, 8, 9,
      ]);
      expect(decisions.filter(({ reason }) => reason === 'used_up')).toHaveLength(90);
      expect((await apiOf(origin).card(cardId)).pass).toBeNull();

      // Each id once more, by way of the other process: its first answer.
      const again = await Promise.all(
        taps.map((tap, n) => request(among(sockets, n + 4), 'tap:present', tap)),
      );
      expect(again).toEqual(decisions);
    }
  });
});

test('eight racing sales to one card put one pass on it', async () => {
  await twoServers(async (sockets, origin) => {
    for (let round = 0; round < 10; round++) {
      const cardId = newCard();
      const sales = sockets.map((socket) =>
        request(socket, 'sale:complete', { saleId: v7(), cardId, product: 'TEN_TRIP', payment: 'cash' }),
      );
      const results = await Promise.allSettled(sales);
      const issued = results.filter((result) => result.status === 'fulfilled');
      expect(issued).toHaveLength(1);
      for (const result of results) {
        if (result.status === 'rejected') expect(String(result.reason)).toContain('conflict');
      }
      expect((await apiOf(origin).card(cardId)).pass?.saleId).toBe(issued[0]?.value.pass.saleId);
    }
  });
});

test('one tap sent by eight connections at once is one tap', async () => {
  await twoServers(async (sockets, origin) => {
    const cardId = newCard();
    await apiOf(origin).sell(cardId, 'TEN_TRIP');
    const tap = { tapId: v7(), cardId };
    const decisions = await Promise.all(sockets.map((socket) => request(socket, 'tap:present', tap)));
    expect(new Set(decisions.map((decision) => JSON.stringify(decision))).size).toBe(1);
    expect((await apiOf(origin).card(cardId)).pass?.tripsRemaining).toBe(9);
  });
});
