import { deepEqual, equal } from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { v4, v7 } from 'uuid';
import type { Message, MessagesPosted } from '#contract/chat';
import { directRoomId, GENERAL, peopleOfDirect } from '#domain/chat/room';
import { request } from './api';
import { ChatClient, settled } from './chat-client';
import { login, openLine, type SignedIn } from './sessions';
import { test } from './test';
import { startPair, type Pair } from './two-servers';

const RUNS = Number(process.env['TAPLINE_PROPERTY_RUNS'] ?? 300);
/** Everybody is shown each run's public room: servers that have seen few runs are quicker. */
const RUNS_A_PAIR = 60;
/** Runs that go on side by side: each mostly waits, and has people and rooms of its own. */
const LANES = 3;
const PEOPLE = 4;
const CLIENTS = 6;
const ROOMS = 3;

type Move =
  | { do: 'post'; client: number; room: number; twice: boolean }
  | { do: 'join' | 'leave' | 'invite'; client: number; room: number; person: number }
  | { do: 'direct'; client: number; person: number }
  | { do: 'reconnect'; client: number };

const client = fc.nat(CLIENTS - 1);
const room = fc.nat(ROOMS - 1);
const person = fc.nat(PEOPLE - 1);
const move: fc.Arbitrary<Move> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ do: fc.constant('post' as const), client, room, twice: fc.boolean() }),
  },
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constantFrom('join', 'leave', 'invite'), client, room, person }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('direct' as const), client, person }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('reconnect' as const), client }) },
);
/** Moves of one wave run at once, wave after wave. */
const waves = fc.array(fc.array(move, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 8 });

test('whatever happens on two servers, every client ends with what is stored, and nobody hears what is not theirs', async () => {
  test.setTimeout(600_000);
  for (let done = 0; done < RUNS; done += RUNS_A_PAIR) await checkPair(Math.min(RUNS_A_PAIR, RUNS - done));
});

async function checkPair(numRuns: number): Promise<void> {
  const pair = await startPair();
  try {
    await Promise.all(Array.from({ length: LANES }, () => checkRuns(pair, Math.ceil(numRuns / LANES))));
  } finally {
    await pair.stop();
  }
}

function checkRuns(pair: Pair, numRuns: number): Promise<void> {
  const property = fc.asyncProperty(waves, fc.integer(), async (plan, seed) => {
    const run = new Run(pair, seed);
    try {
      await run.begin();
      for (const wave of plan) await run.wave(wave);
      await run.verify();
    } finally {
      run.end();
    }
  });
  return fc.assert(property, { numRuns, endOnFailure: true });
}

interface Received {
  person: string;
  message: Message;
  wave: number;
}

/** When somebody may have been in a room: from the wave in which they came to the wave in which they left. */
interface Stay {
  from: number;
  to: number;
}

class Run {
  private people: SignedIn[] = [];
  private clients: ChatClient[] = [];
  private readonly rooms: string[] = [];
  private readonly stays = new Map<string, Stay[]>();
  private readonly postedIn = new Map<string, number>();
  private readonly stored = new Map<string, Message>();
  private readonly received: Received[] = [];
  /** Who asked for something whose outcome was lost on the way. */
  private readonly unsure = new Set<string>();
  /** Who leaves what in the wave under way. */
  private leaving = new Set<string>();
  private now = 0;
  private readonly faults: string[] = [];

  constructor(
    private readonly pair: Pair,
    private seed: number,
  ) {}

  async begin(): Promise<void> {
    this.people = await Promise.all(
      Array.from({ length: PEOPLE }, (_, n) =>
        settled(() => login(this.origin(n), { handle: `guest ${n}` })),
      ),
    );
    this.clients = Array.from({ length: CLIENTS }, (_, n) => this.client(n % PEOPLE));
    await Promise.all(this.clients.map((one, n) => one.open(this.origin(n))));
    for (let n = 0; n < ROOMS; n++) {
      const [maker] = this.clients;
      const made = {
        id: v4(),
        name: `room ${n}`,
        kind: n === 0 ? ('public' as const) : ('private' as const),
      };
      await maker?.request('room:create', made);
      this.rooms.push(made.id);
      this.came(this.idOf(0), made.id);
    }
  }

  private client(person: number): ChatClient {
    const signedIn = this.people[person] as SignedIn;
    const weather = () => ({ copies: this.random() < 0.2 ? 2 : 1, delayMs: this.random() * 40 }) as const;
    const record = ({ roomId, messages }: MessagesPosted) => {
      if (roomId === GENERAL) return;
      for (const message of messages)
        this.received.push({ person: signedIn.user.id, message, wave: this.now });
    };
    return new ChatClient(signedIn, weather, record);
  }

  async wave(moves: Move[]): Promise<void> {
    this.now++;
    this.leaving = new Set(
      moves.flatMap((one) =>
        one.do === 'leave' ? `${this.clients[one.client]?.id} ${this.rooms[one.room]}` : [],
      ),
    );
    // Who is let in by somebody who is let in by somebody, all at once.
    for (let pass = 0; pass < moves.length; pass++) moves.forEach((one) => this.noteArrival(one));
    await Promise.all(moves.map((one) => this.make(one)));
  }

  /** From the moment it is asked for, they may be in. */
  private noteArrival(one: Move): void {
    const clientId = this.clients[one.client]?.id ?? '';
    if (one.do === 'join' && one.room === 0) this.came(clientId, this.rooms[0] ?? '');
    if (
      one.do === 'invite' &&
      one.room > 0 &&
      this.mayBeIn(clientId, this.rooms[one.room] ?? '', this.now, this.now)
    ) {
      this.came(this.idOf(one.person), this.rooms[one.room] ?? '');
    }
    if (one.do === 'direct' && this.idOf(one.person) !== clientId) {
      for (const id of [clientId, this.idOf(one.person)])
        this.came(id, directRoomId(clientId, this.idOf(one.person)));
    }
  }

  private make(one: Move): Promise<void> {
    const client = this.clients[one.client] as ChatClient;
    switch (one.do) {
      case 'post':
        return this.post(client, this.rooms[one.room] ?? '', one.twice);
      case 'join':
      case 'leave':
      case 'invite':
        return this.move(one.do, client, this.rooms[one.room] ?? '', this.idOf(one.person));
      case 'direct':
        return this.direct(client, this.idOf(one.person));
      case 'reconnect':
        return client.open(this.origin(this.random() < 0.5 ? 0 : 1));
    }
  }

  /** Sent twice, by two clients of the same person where there are two. */
  private async post(client: ChatClient, roomId: string, twice: boolean): Promise<void> {
    const message = { roomId, id: v7(), body: `${this.now} of ${client.person.user.name}` };
    this.postedIn.set(message.id, this.now);
    const certainly = this.isCertainlyIn(client.id, roomId) && !this.leaving.has(`${client.id} ${roomId}`);
    const possibly = this.mayBeIn(client.id, roomId, this.now, this.now);
    const senders = twice
      ? [client, this.clients.find((other) => other.id === client.id) ?? client]
      : [client];
    const results = await Promise.allSettled(
      senders.map((sender) => sender.request('message:post', message)),
    );
    for (const result of results) {
      if (result.status === 'fulfilled')
        this.noteStored(result.value, possibly || this.changedNow(client.id, roomId));
      else if (isLost(result.reason)) continue;
      else if (certainly && !this.changedNow(client.id, roomId))
        this.faults.push(`refused: ${String(result.reason)}`);
    }
  }

  private noteStored(message: Message, allowed: boolean): void {
    const before = this.stored.get(message.id);
    if (before && JSON.stringify(before) !== JSON.stringify(message))
      this.faults.push(`two answers to ${message.id}`);
    if (!allowed) this.faults.push(`stored from outside: ${message.id}`);
    this.stored.set(message.id, message);
  }

  private async move(
    action: 'join' | 'leave' | 'invite',
    client: ChatClient,
    roomId: string,
    userId: string,
  ): Promise<void> {
    const payload = action === 'invite' ? { roomId, userId } : { roomId };
    try {
      await client.request(`room:${action}`, payload);
      if (action === 'leave') this.left(client.id, roomId);
    } catch (error) {
      if (!isLost(error) && !/not_found|forbidden/.test(String(error))) throw error;
      // Who was invited by somebody who left in the same moment may never have come.
      if (action === 'invite' && !this.wasIn(userId, roomId)) this.unsure.add(`${userId} ${roomId}`);
      else if (action !== 'invite' && isLost(error)) this.unsure.add(`${client.id} ${roomId}`);
      // Refused, because an attempt that was not answered has done it, or they never came.
      else if (action === 'leave') this.left(client.id, roomId);
    }
  }

  private async direct(client: ChatClient, userId: string): Promise<void> {
    if (userId === client.id) return;
    const roomId = directRoomId(client.id, userId);
    try {
      await client.request('room:direct', { userId });
      await this.post(client, roomId, false);
    } catch (error) {
      if (!isLost(error)) throw error;
    }
  }

  async verify(): Promise<void> {
    this.now++;
    for (const { user, sessionId } of this.people) await this.verifyPerson(user.id, sessionId);
    deepEqual(this.faults, []);
    deepEqual(
      this.received.filter((frame) => !this.isTheirs(frame)),
      [],
    );
  }

  /** What each client of a person holds settles on what a fresh connection reads. */
  private async verifyPerson(userId: string, sessionId: string): Promise<void> {
    const fresh = await openLine(this.origin(1), sessionId);
    const { rooms } = await request(fresh.socket, 'room:list', {});
    const truth: Record<string, Message[]> = {};
    for (const { id } of rooms.filter((one) => one.id !== GENERAL)) {
      const page = await request(fresh.socket, 'message:history', { roomId: id, limit: 100 });
      truth[id] = page.messages;
      this.verifyRoom(page.messages, page.rev);
    }
    fresh.socket.disconnect();
    for (const client of this.clients.filter((one) => one.id === userId)) {
      const held = () =>
        Object.fromEntries(
          [...client.timelines].flatMap(([id, { messages }]) => (id === GENERAL ? [] : [[id, messages]])),
        );
      await settlesOn(held, truth);
    }
  }

  private verifyRoom(messages: Message[], rev: number): void {
    const counted = messages.map((_, n) => n + 1);
    deepEqual(
      messages.map((message) => message.seq),
      counted,
    );
    deepEqual(
      messages.map((message) => message.rev),
      counted,
    );
    equal(rev, messages.length);
    const byId = new Map(messages.map((message) => [message.id, message]));
    equal(byId.size, messages.length);
    const roomId = messages[0]?.roomId;
    for (const message of this.stored.values()) {
      if (message.roomId === roomId) deepEqual(byId.get(message.id), message);
    }
  }

  end(): void {
    for (const one of this.clients) one.close();
  }

  private isTheirs({ person, message, wave }: Received): boolean {
    return this.mayBeIn(person, message.roomId, this.postedIn.get(message.id) ?? 0, wave);
  }

  private staysOf(userId: string, roomId: string): Stay[] {
    const key = `${userId} ${roomId}`;
    const stays = this.stays.get(key) ?? [];
    this.stays.set(key, stays);
    return stays;
  }

  private came(userId: string, roomId: string): void {
    const stays = this.staysOf(userId, roomId);
    if (!stays.some(({ from, to }) => from === this.now && to === Infinity))
      stays.push({ from: this.now, to: Infinity });
  }

  private left(userId: string, roomId: string): void {
    for (const stay of this.staysOf(userId, roomId)) {
      if (stay.to < Infinity) continue;
      if (stay.from < this.now) stay.to = this.now;
      // Who comes and goes in one wave may have come last.
      else this.unsure.add(`${userId} ${roomId}`);
    }
  }

  private mayBeIn(userId: string, roomId: string, from: number, to: number): boolean {
    return this.staysOf(userId, roomId).some((stay) => stay.from <= to && stay.to >= from);
  }

  private isCertainlyIn(userId: string, roomId: string): boolean {
    const stays = this.staysOf(userId, roomId);
    return roomId === this.rooms[0] || this.unsure.has(`${userId} ${roomId}`)
      ? false // who joined and left in one wave is not known to be in
      : peopleOfDirect(roomId) !== null || (stays.length > 0 && stays.every(({ to }) => to === Infinity));
  }

  /** Before the wave under way. */
  private wasIn(userId: string, roomId: string): boolean {
    return this.staysOf(userId, roomId).some(({ from, to }) => from < this.now && to === Infinity);
  }

  private changedNow(userId: string, roomId: string): boolean {
    return this.staysOf(userId, roomId).some(({ from, to }) => from === this.now || to === this.now);
  }

  private idOf(person: number): string {
    return this.people[person]?.user.id ?? '';
  }

  private origin(n: number): string {
    return (n % 2 === 0 ? this.pair.one : this.pair.other).origin;
  }

  /** Deterministic (mulberry32), so that a failing run can be run again. */
  private random(): number {
    this.seed = (this.seed + 0x6d2b79f5) | 0;
    let t = Math.imul(this.seed ^ (this.seed >>> 15), 1 | this.seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  }
}

const SETTLE_MS = 5_000;

/** Playwright's own `expect` notes every call for its trace, which here would be most of the work. */
async function settlesOn(held: () => unknown, truth: unknown): Promise<void> {
  const deadline = Date.now() + SETTLE_MS;
  while (!isDeepStrictEqual(held(), truth)) {
    if (Date.now() > deadline) deepEqual(held(), truth);
    await sleep(10);
  }
}

/** The client was sent to the other server while it asked. */
const isLost = (error: unknown): boolean => /disconnected|timed out|unavailable/.test(String(error));
