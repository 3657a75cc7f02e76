import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createShardedAdapter } from '@socket.io/redis-adapter';
import { pino } from 'pino';
import { Server } from 'socket.io';
import { io as connect, type Socket } from 'socket.io-client';
import { v4 } from 'uuid';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Message, MessagesPosted } from '#contract/chat';
import type { Person } from '#domain/accounts/right';
import { GENERAL } from '#domain/chat/room';
import { startTestChat, type TestChat } from '#server/chat/chat.testing';
import type { Seat } from '#server/chat/chat';
import { createBus } from '#server/redis/bus';
import { channels } from '#server/redis/keys';
import { tags, type Io } from './io';
import { createRoomRelay } from './room-relay';
import { createSeats } from './seats';

let site: TestChat;
let one: Instance;
let other: Instance;
const ends: (() => unknown)[] = [];

beforeEach(async () => {
  site = await startTestChat();
  [one, other] = await Promise.all([openInstance(), openInstance()]);
});
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
  await site.stop();
});

const away = new Error('Redis is away');

/** What happens between a look at somebody's rooms and its answer; `look` counts a socket's from 1. */
type Meanwhile = (userId: string | null, look: number) => unknown;

interface Instance {
  io: Io;
  /** Runs in the midst of each look from now on. */
  during(meanwhile: Meanwhile): void;
  open(person: Person): Promise<Line>;
}

/** A client, with the bodies of all frames it was sent. */
interface Line {
  socket: Socket;
  bodies: string[];
}

/** The sockets of one server, with seats alone. */
async function openInstance(): Promise<Instance> {
  const [commands, subscriber, forAdapter] = [
    site.redis.duplicate(),
    site.redis.duplicate(),
    site.redis.duplicate(),
  ];
  const bus = createBus(commands, subscriber, pino({ level: 'silent' }));
  const http = createServer();
  const io: Io = new Server(http, { adapter: createShardedAdapter(commands, forAdapter) });
  const looks = new Map<string | null, number>();
  let meanwhile: Meanwhile = () => undefined;
  const chat = {
    ...site.chat,
    roomsOf: async (userId: string | null) => {
      const rooms = await site.chat.roomsOf(userId);
      const look = (looks.get(userId) ?? 0) + 1;
      looks.set(userId, look);
      await meanwhile(userId, look);
      return rooms;
    },
  };
  const relay = createRoomRelay(io, bus, {
    left: (userId, roomId) => seats.left(userId, roomId),
    opened: (roomId) => seats.opened(roomId),
  });
  const seats = createSeats(io, chat, relay, (error) => {
    if (error !== away) throw error;
  });
  await bus.subscribe(channels.seats, (taken) => seats.enter(taken as Seat));
  const people = new Map<string, Person>();
  io.use((socket, next) => {
    const person = people.get(String(socket.handshake.auth['token']));
    if (person) socket.data.principal = person;
    next();
  });
  io.on('connection', (socket) => {
    seats.take(socket);
    const looked = socket.data.seated.catch(() => undefined);
    void looked.then(() => socket.emit('room:heads', { heads: {} }));
  });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  const { port } = http.address() as AddressInfo;
  ends.push(async () => {
    relay.stop();
    await io.close();
    bus.close();
    for (const redis of [commands, subscriber, forAdapter]) redis.disconnect();
  });

  return {
    io,
    during: (next) => {
      looks.clear();
      meanwhile = next;
    },
    async open(person) {
      people.set(person.userId, person);
      const auth = { token: person.userId };
      const socket = connect(`http://127.0.0.1:${port}`, { transports: ['websocket'], forceNew: true, auth });
      ends.push(() => socket.disconnect());
      const bodies: string[] = [];
      socket.on('message:posted', ({ messages }: MessagesPosted) => bodies.push(...messages.map(bodyOf)));
      await new Promise((resolve) => socket.once('room:heads', resolve)); // it sits
      return { socket, bodies };
    },
  };
}

const bodyOf = ({ body }: Message): string => body;

/** A private room of some people, the first of whom has made it. */
async function makeRoom(...[maker, ...others]: [Person, ...Person[]]): Promise<string> {
  const members = others.map(({ userId }) => userId);
  const { id } = await site.chat.create(maker, { id: v4(), name: 'room', kind: 'private', members });
  return id;
}

const say = (person: Person, roomId: string, body: string) =>
  site.chat.post(person, { roomId, id: v4(), body });

/** Everything that was published before has been handled on this instance. */
async function settled(line: Line, person: Person): Promise<void> {
  const marker = v4();
  await say(person, GENERAL, marker);
  await expect.poll(() => line.bodies).toContain(marker);
}

const cast = () => ['pablo', 'mary', 'joe'].map((name) => site.person(name)) as [Person, Person, Person];

test('each message comes to each socket once, from whichever instance', async () => {
  const [pablo, mary] = cast();
  const room = await makeRoom(pablo, mary);
  const lines = [await one.open(pablo), await one.open(mary), await other.open(mary)];
  const spoken = Array.from({ length: 10 }, (_, n) => `${n}`);
  for (const body of spoken) await say(pablo, room, body);
  for (const line of lines) await settled(line, pablo);
  for (const { bodies } of lines) expect(bodies.filter((body) => body.length < 3)).toEqual(spoken);
});

test('who leaves hears nothing of what is said afterwards', async () => {
  const [pablo, mary] = cast();
  const room = await makeRoom(pablo, mary);
  const lines = [await one.open(mary), await other.open(mary)];
  await say(pablo, room, 'for mary');
  await site.chat.leave(mary, room);
  await say(pablo, room, 'not for mary');
  for (const line of lines) await settled(line, pablo);
  for (const { bodies } of lines) expect(bodies).not.toContain('not for mary');
});

test('who leaves before their room is listened to does not sit down in it', async () => {
  const [pablo, mary] = cast();
  const room = await makeRoom(pablo, mary);
  one.during(async (userId, look) => {
    if (userId === mary.userId && look === 1) await site.chat.leave(mary, room);
  });
  const line = await one.open(mary);
  await say(pablo, room, 'not for mary');
  await settled(line, pablo);
  expect(line.bodies).not.toContain('not for mary');
});

test('who leaves while their rooms are read a second time does not sit down in it', async () => {
  const [pablo, mary] = cast();
  const room = await makeRoom(pablo, mary);
  const witness = await one.open(pablo);
  one.during(async (userId, look) => {
    if (userId !== mary.userId || look !== 2) return;
    await site.chat.leave(mary, room);
    await settled(witness, pablo);
  });
  const line = await one.open(mary);
  await say(pablo, room, 'not for mary');
  await settled(line, pablo);
  expect(witness.bodies).toContain('not for mary');
  expect(line.bodies).not.toContain('not for mary');
});

test('who sits down hears the room, also when the last who sat in it goes meanwhile', async () => {
  const [pablo, mary, joe] = cast();
  const room = await makeRoom(pablo, mary);
  const last = await one.open(pablo);
  one.during(async (userId, look) => {
    if (userId !== mary.userId || look !== 2) return;
    last.socket.disconnect();
    await expect.poll(() => one.io.of('/').adapter.rooms.has(tags.room(room))).toBe(false);
  });
  const line = await one.open(mary);
  await say(pablo, room, 'for mary');
  await settled(line, joe);
  expect(line.bodies).toContain('for mary');
});

test('a room that nobody here sits in any more is not listened to', async () => {
  const [pablo] = cast();
  const room = await makeRoom(pablo);
  const line = await one.open(pablo);
  const followers = async (): Promise<unknown> =>
    (await site.redis.pubsub('SHARDNUMSUB', `{r:${room}}:live`))[1];
  expect(await followers()).toBe(1);
  line.socket.disconnect();
  await expect.poll(followers).toBe(0);
});

test('who is let in hears what was said while they sat down', async () => {
  const [pablo, mary] = cast();
  const room = await makeRoom(pablo);
  const line = await one.open(mary);
  one.during(async (userId, look) => {
    if (userId === mary.userId && look === 1) await say(pablo, room, 'meanwhile');
  });
  await site.chat.invite(pablo, room, mary.userId);
  await expect.poll(() => line.bodies).toContain('meanwhile');
});

test('who finds no seat while Redis is away keeps the line, and sits as soon as there is one', async () => {
  const [pablo, mary] = cast();
  one.during((userId, look) => {
    if (userId === mary.userId && look < 3) throw away;
  });
  const line = await one.open(mary);
  let lost = 0;
  line.socket.on('disconnect', () => lost++);
  const bodies = async () => {
    await say(pablo, GENERAL, 'on time');
    return line.bodies;
  };
  await expect.poll(bodies, { timeout: 5_000 }).toContain('on time');
  expect(lost).toBe(0);
});
