import { v4 } from 'uuid';
import type { CommandName } from '#contract/events';
import { directRoomId, GENERAL } from '#domain/chat/room';
import type { Socket } from 'socket.io-client';
import { apiOf, newCard, request } from './api';
import { operator } from './operator';
import { login, loginAs, openLine, type Line, type SignedIn } from './sessions';
import { expect, test } from './test';

/** Everybody there is, each with a socket. The demo lacks somebody on duty; alex is made that from the command line. */
type Who = 'guest' | 'rider' | 'clerk' | 'duty' | 'admin' | 'program';

interface Cast {
  lines: Record<Who, Line>;
  people: Record<Exclude<Who, 'program'>, SignedIn>;
}

const everybody: Who[] = ['guest', 'rider', 'clerk', 'duty', 'admin', 'program'];
const signedIn: Who[] = ['guest', 'rider', 'clerk', 'duty', 'admin'];

/** Who received an event of a name since the last look, and what it was about. */
function received(lines: Cast['lines'], name: string, about: string): Who[] {
  return everybody.filter((who) =>
    lines[who].frames.some((frame) => frame.name === name && JSON.stringify(frame.data).includes(about)),
  );
}

async function gather(origins: [string, string], site: Record<string, string>): Promise<Cast> {
  await operator({ TAPLINE_DEMO: '1', ...site }, 'role', 'alex', 'duty');
  const people = {
    guest: await login(origins[0], { handle: 'passing by' }),
    rider: await loginAs(origins[1], 'mary'),
    clerk: await loginAs(origins[0], 'joe'),
    duty: await loginAs(origins[0], 'alex'),
    admin: await loginAs(origins[1], 'pablo'),
  };
  const lines = {
    guest: await openLine(origins[0], people.guest.sessionId),
    rider: await openLine(origins[1], people.rider.sessionId),
    clerk: await openLine(origins[1], people.clerk.sessionId),
    duty: await openLine(origins[1], people.duty.sessionId),
    admin: await openLine(origins[0], people.admin.sessionId),
    program: await openLine(origins[1]),
  };
  for (const who of everybody) await request(lines[who].socket, 'room:list', {});
  return { people, lines };
}

const settled = () => new Promise((resolve) => setTimeout(resolve, 300));
const codeOf = (socket: Socket, name: CommandName, payload: unknown): Promise<string> =>
  request(socket, name, payload as never).then(
    () => 'ok',
    (error: unknown) => /: (\w+) /.exec(String(error))?.[1] ?? String(error),
  );

test('each event reaches those it is for, in every kind of room, on both servers, and nobody else', async ({
  pair,
}) => {
  test.setTimeout(90_000);
  const { people, lines } = await gather([pair.one.origin, pair.other.origin], {
    REDIS_URL: pair.redis.url,
  });
  const post = async (who: Who, roomId: string, body: string) => {
    await request(lines[who].socket, 'message:post', { roomId, id: v4(), body });
    await settled();
  };

  // General: everybody who is signed in; a program reads what is public.
  await post('rider', GENERAL, 'to-general');
  expect(received(lines, 'message:posted', 'to-general')).toEqual(everybody);

  // A public room: those who joined.
  const open = v4();
  await request(lines.clerk.socket, 'room:create', { id: open, name: 'open-room', kind: 'public' });
  await request(lines.guest.socket, 'room:join', { roomId: open });
  await post('clerk', open, 'to-open');
  expect(received(lines, 'message:posted', 'to-open').filter((who) => who !== 'program')).toEqual([
    'guest',
    'clerk',
  ]);
  expect(received(lines, 'room:changed', 'open-room')).toEqual(['guest', 'clerk']);

  // A private room: its members. An admin who is none is a stranger.
  const closed = v4();
  const members = [people.rider.user.id];
  await request(lines.clerk.socket, 'room:create', {
    id: closed,
    name: 'closed-room',
    kind: 'private',
    members,
  });
  await post('clerk', closed, 'to-closed');
  expect(received(lines, 'message:posted', 'to-closed')).toEqual(['rider', 'clerk']);
  expect(received(lines, 'room:changed', 'closed-room')).toEqual(['rider', 'clerk']);

  // A direct room: two people; the other hears of it with the first message.
  const direct = directRoomId(people.rider.user.id, people.clerk.user.id);
  await request(lines.clerk.socket, 'room:direct', { userId: people.rider.user.id });
  await settled();
  expect(received(lines, 'room:changed', direct).filter((who) => who !== 'clerk')).toEqual([]);
  await post('clerk', direct, 'to-one');
  expect(received(lines, 'message:posted', 'to-one')).toEqual(['rider', 'clerk']);
  expect(received(lines, 'room:changed', direct)).toEqual(['rider', 'clerk']);

  // Who left hears nothing more; who is let in does from then on.
  await request(lines.rider.socket, 'room:leave', { roomId: closed });
  await post('clerk', closed, 'after-leaving');
  expect(received(lines, 'message:posted', 'after-leaving')).toEqual(['clerk']);
  expect(received(lines, 'room:left', closed)).toEqual(['rider']);
  await request(lines.clerk.socket, 'room:invite', { roomId: closed, userId: people.guest.user.id });
  await post('clerk', closed, 'after-inviting');
  expect(received(lines, 'message:posted', 'after-inviting')).toEqual(['guest', 'clerk']);
  expect(received(lines, 'notification', closed)).toEqual(['guest']);

  // What concerns one person, and what concerns the operation.
  await request(lines.rider.socket, 'read:mark', { roomId: direct, seq: 1 });
  const tablet = await openLine(pair.one.origin, people.rider.sessionId);
  await request(tablet.socket, 'room:list', {});
  await request(lines.rider.socket, 'read:mark', { roomId: direct, seq: 1 });
  const cardId = newCard();
  for (const who of ['duty', 'admin'] as const) await request(lines[who].socket, 'monitor:watch', {});
  await apiOf(pair.other.origin).sell(cardId, 'TEN_TRIP');
  await settled();
  expect(tablet.heard('unread:changed')).toEqual([{ roomId: direct, unread: 0, mentions: 0, read: 1 }]);
  expect(received(lines, 'unread:changed', direct)).toEqual([]);
  expect(received(lines, 'pass:issued', cardId)).toEqual(['duty', 'admin']);
  expect(received(lines, 'presence:changed', people.guest.user.id)).not.toContain('program');

  // The heads of rooms name to each socket its own rooms alone.
  await expect
    .poll(() => everybody.every((who) => lines[who].heard('room:heads').length > 0), { timeout: 20_000 })
    .toBe(true);
  const headsOf = (who: Who) => Object.keys(lines[who].heard('room:heads').at(-1)?.heads ?? {});
  expect(headsOf('guest').sort()).toEqual([GENERAL, open, closed].sort());
  for (const who of signedIn) {
    const { rooms } = await request(lines[who].socket, 'room:list', {});
    const known = new Set(rooms.map(({ id }) => id));
    expect(
      headsOf(who).filter((id) => !known.has(id)),
      who,
    ).toEqual([]);
  }
  expect(headsOf('program')).not.toContain(closed);
  expect(headsOf('program')).not.toContain(direct);

  for (const line of [...Object.values(lines), tablet]) line.socket.disconnect();
});

test('each command is for those who have the right, in every kind of room', async ({
  startServer,
  dataDir,
}) => {
  const server = await startServer({ dataDir });
  const { people, lines } = await gather([server.origin, server.origin], { DATA_DIR: dataDir });
  const [open, closed] = [v4(), v4()];
  await request(lines.clerk.socket, 'room:create', { id: open, name: 'open', kind: 'public' });
  await request(lines.clerk.socket, 'room:create', { id: closed, name: 'closed', kind: 'private' });
  const direct = directRoomId(people.clerk.user.id, people.admin.user.id);
  await request(lines.clerk.socket, 'room:direct', { userId: people.admin.user.id });

  const rooms = [GENERAL, open, closed, direct, v4()];
  const asked: Partial<Record<CommandName, (roomId: string) => unknown>> = {
    'message:history': (roomId) => ({ roomId }),
    'message:post': (roomId) => ({ roomId, id: v4(), body: 'hello' }),
    'read:mark': (roomId) => ({ roomId, seq: 0 }),
    'presence:list': (roomId) => ({ roomId }),
    'room:invite': (roomId) => ({ roomId, userId: people.rider.user.id }),
    'room:leave': (roomId) => ({ roomId }),
    'room:join': (roomId) => ({ roomId }),
  };
  const row = async (who: Who, name: CommandName) =>
    Promise.all(rooms.map((roomId) => codeOf(lines[who].socket, name, asked[name]?.(roomId))));
  const table = async (who: Who) => {
    const rows: Record<string, string> = {};
    for (const name of Object.keys(asked) as CommandName[]) rows[name] = (await row(who, name)).join(' ');
    return rows;
  };

  //                        General   open      closed    direct    nowhere
  const stranger = {
    'message:history': 'ok ok not_found not_found not_found',
    'message:post': 'ok forbidden not_found not_found not_found',
    'read:mark': 'ok forbidden not_found not_found not_found',
    'presence:list': 'ok ok not_found not_found not_found',
    'room:invite': 'forbidden forbidden not_found not_found not_found',
    'room:leave': 'forbidden ok not_found not_found not_found',
    'room:join': 'ok ok not_found not_found not_found',
  };
  expect(await table('rider')).toEqual(stranger);
  expect(await table('guest')).toEqual(stranger);
  expect(await table('duty')).toEqual(stranger);
  // An admin is a stranger to private rooms like anybody else; the direct room is this one's own.
  expect(await table('admin')).toEqual({
    'message:history': 'ok ok not_found ok not_found',
    'message:post': 'ok forbidden not_found ok not_found',
    'read:mark': 'ok forbidden not_found ok not_found',
    'presence:list': 'ok ok not_found ok not_found',
    'room:invite': 'forbidden forbidden not_found forbidden not_found',
    'room:leave': 'forbidden ok not_found forbidden not_found',
    'room:join': 'ok ok not_found ok not_found',
  });
  const nothing = 'forbidden forbidden forbidden forbidden forbidden';
  expect(await table('program')).toEqual({
    'message:history': 'ok ok not_found not_found not_found',
    'message:post': nothing,
    'read:mark': nothing,
    'presence:list': nothing,
    'room:invite': nothing,
    'room:leave': nothing,
    'room:join': nothing,
  });
  expect(await table('clerk')).toEqual({
    'message:history': 'ok ok ok ok not_found',
    'message:post': 'ok ok ok ok not_found',
    'read:mark': 'ok ok ok ok not_found',
    'presence:list': 'ok ok ok ok not_found',
    'room:invite': 'forbidden forbidden ok forbidden not_found',
    'room:leave': 'forbidden ok ok forbidden not_found',
    'room:join': 'ok ok not_found ok not_found',
  });

  // What is not of rooms: selling, looking up and watching go by the role; tapping is for gates.
  const cardId = newCard();
  const sale = () => ({ saleId: v4(), cardId: newCard(), product: 'TEN_TRIP', payment: 'cash' });
  const duties = async (who: Who) => [
    await codeOf(lines[who].socket, 'tap:present', { tapId: v4(), cardId }),
    await codeOf(lines[who].socket, 'sale:complete', sale()),
    await codeOf(lines[who].socket, 'card:lookup', { cardId }),
    await codeOf(lines[who].socket, 'monitor:watch', {}),
  ];
  expect(await duties('guest')).toEqual(['forbidden', 'forbidden', 'forbidden', 'forbidden']);
  expect(await duties('rider')).toEqual(['forbidden', 'forbidden', 'forbidden', 'forbidden']);
  expect(await duties('clerk')).toEqual(['forbidden', 'ok', 'ok', 'forbidden']);
  expect(await duties('duty')).toEqual(['forbidden', 'forbidden', 'ok', 'ok']);
  expect(await duties('admin')).toEqual(['forbidden', 'ok', 'ok', 'ok']);
  expect(await duties('program')).toEqual(['ok', 'ok', 'ok', 'ok']);
  for (const line of Object.values(lines)) line.socket.disconnect();
});
