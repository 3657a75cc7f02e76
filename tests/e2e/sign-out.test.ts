import { createHash } from 'node:crypto';
import { get } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { v4 } from 'uuid';
import { GENERAL } from '#domain/chat/room';
import { request } from './api';
import { login, loginAs, logout, openLine, type Line, type SignedIn } from './sessions';
import { expect, test } from './test';

const closed = (line: Line): Promise<number> => {
  const began = performance.now();
  return new Promise((resolve) => line.socket.once('disconnect', () => resolve(performance.now() - began)));
};

const call = (origin: string, method: string, path: string, { sessionId }: SignedIn): Promise<Response> =>
  fetch(origin + path, { method, headers: { 'x-session-id': sessionId } });

test('signing out closes the sockets of that session, on every server, and they hear and send no more', async ({
  pair,
}) => {
  const [mary, tablet, pablo] = await Promise.all([
    loginAs(pair.one.origin, 'mary'),
    loginAs(pair.one.origin, 'mary'),
    loginAs(pair.one.origin, 'pablo'),
  ]);
  const here = await openLine(pair.one.origin, mary.sessionId);
  const there = await openLine(pair.other.origin, mary.sessionId);
  const kept = await openLine(pair.other.origin, tablet.sessionId);
  const writer = await openLine(pair.other.origin, pablo.sessionId);
  for (const line of [here, there, kept]) {
    line.socket.io.reconnection(false);
    await request(line.socket, 'room:list', {});
  }

  const closing = Promise.all([closed(here), closed(there)]);
  expect((await logout(pair.one.origin, mary)).status).toBe(200);
  for (const ms of await closing) expect(ms).toBeLessThan(1_000);

  await request(writer.socket, 'message:post', { roomId: GENERAL, id: v4(), body: 'after signing out' });
  await expect.poll(() => kept.heard('message:posted').length).toBe(1);
  expect([...here.heard('message:posted'), ...there.heard('message:posted')]).toEqual([]);
  const sent = here.socket
    .timeout(500)
    .emitWithAck('message:post', { roomId: GENERAL, id: v4(), body: 'ghost' });
  await expect(sent).rejects.toThrow();
  const { messages } = await request(kept.socket, 'message:history', { roomId: GENERAL, limit: 100 });
  expect(messages.map(({ body }) => body)).not.toContain('ghost');
  await expect(openLine(pair.other.origin, mary.sessionId)).rejects.toMatchObject({
    data: { code: 'unauthenticated' },
  });
  for (const { socket } of [kept, writer]) socket.disconnect();
});

test('revoking one session, or all others, closes just those', async ({ pair }) => {
  const sessions = await Promise.all([1, 2, 3].map(() => loginAs(pair.one.origin, 'alex')));
  const [own, second] = sessions as [SignedIn, SignedIn, SignedIn];
  const lines = await Promise.all(sessions.map(({ sessionId }) => openLine(pair.other.origin, sessionId)));
  for (const line of lines) line.socket.io.reconnection(false);
  const connected = () => lines.map(({ socket }) => socket.connected);

  const { sessions: list } = (await (
    await call(pair.one.origin, 'GET', '/auth/sessions', second)
  ).json()) as {
    sessions: { id: string; current: boolean }[];
  };
  const current = list.find((session) => session.current);
  await call(pair.one.origin, 'DELETE', `/auth/sessions/${current?.id ?? ''}`, own);
  await expect.poll(connected, { timeout: 1_000 }).toEqual([true, false, true]);
  await call(pair.one.origin, 'DELETE', '/auth/sessions', own);
  await expect.poll(connected, { timeout: 1_000 }).toEqual([true, false, false]);
  lines[0]?.socket.disconnect();
});

test(
  'what no word was said of shows within half a minute: an ended session, a lost membership, another role',
  { tag: '@waits' },
  async ({ pair }) => {
    test.setTimeout(90_000);
    const redis = new Redis(pair.redis.url);
    const [mary, joe, alex] = await Promise.all(
      ['mary', 'joe', 'alex'].map((name) => loginAs(pair.one.origin, name)),
    );
    const lines = await Promise.all(
      [mary, joe, alex].map((person) => openLine(pair.other.origin, person?.sessionId)),
    );
    const [ended, removed, promoted] = lines as [Line, Line, Line];
    ended.socket.io.reconnection(false);
    const roomId = v4();
    await request(promoted.socket, 'room:create', { id: roomId, name: 'quiet', kind: 'public' });
    await request(removed.socket, 'room:join', { roomId });
    await expect(request(promoted.socket, 'card:lookup', { cardId: 'C0FFEE' })).rejects.toThrow('forbidden');

    // Behind the servers' backs, as a lost word leaves things.
    const hash = createHash('sha256')
      .update(mary?.sessionId ?? '')
      .digest('hex');
    expect(await redis.del(`session:${hash}`)).toBe(1);
    expect(await redis.hdel(`{r:${roomId}}:members`, joe?.user.id ?? '')).toBe(1);
    await redis.hset(`{u:${alex?.user.id ?? ''}}`, 'role', 'clerk');

    await expect.poll(() => ended.socket.connected, { timeout: 35_000 }).toBe(false);
    await sleep(2_000); // the others are asked after on the same round
    await request(promoted.socket, 'message:post', { roomId, id: v4(), body: 'among ourselves' });
    await expect(request(promoted.socket, 'card:lookup', { cardId: 'C0FFEE' })).resolves.toBeTruthy();
    await sleep(300);
    expect(promoted.heard('message:posted').map((posted) => posted.roomId)).toContain(roomId);
    expect(removed.heard('message:posted').map((posted) => posted.roomId)).not.toContain(roomId);
    for (const { socket } of lines) socket.disconnect();
    redis.disconnect();
  },
);

test('a cookie that is no session closes the door at the upgrade, a kiosk aside', async ({ server }) => {
  const upgrade = (path: string, cookie: string) => upgradeStatus(server.origin, path, cookie);
  const guest = await login(server.origin, { handle: 'cookie monster' });
  expect(await upgrade('', 'tapline_session=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa')).toBe(403);
  expect(await upgrade('', 'tapline_session=;')).toBe(101);
  expect(await upgrade('', `tapline_session=${guest.sessionId}`)).toBe(101);
  expect(await upgrade('&by=token', 'tapline_session=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa')).toBe(101);
});

/** What a WebSocket upgrade is answered with: 101 if it is let in. */
function upgradeStatus(origin: string, path: string, cookie: string): Promise<number> {
  const headers = {
    Cookie: cookie,
    Connection: 'Upgrade',
    Upgrade: 'websocket',
    'Sec-WebSocket-Version': '13',
    'Sec-WebSocket-Key': 'dGhlIHNhbXBsZSBub25jZQ==',
  };
  return new Promise((resolve, reject) => {
    const asked = get(`${origin}/socket.io/?EIO=4&transport=websocket${path}`, { headers });
    asked.once('upgrade', (response, socket) => {
      socket.destroy();
      resolve(response.statusCode ?? 0);
    });
    asked.once('response', (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    asked.once('error', reject);
  });
}
