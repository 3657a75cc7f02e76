import type { Socket } from 'socket.io-client';
import type { HistoryPage, Message, MessagesPosted, RoomView } from '#contract/chat';
import { caughtUp, fromPage, hasHole, heard, type Timeline } from '../../src/lib/chat/timeline';
import { connect, request } from './api';
import type { SignedIn } from './sessions';

/** What happens to frames on their way: each is handed on once or twice, after so many milliseconds. */
export type Weather = () => { copies: 1 | 2; delayMs: number };

/** A frame of a room as it came over the wire, before any weather. */
export interface RoomFrame {
  person: string;
  posted: MessagesPosted;
  wave: number;
}

const HOLE_MS = 60;
const AGAIN_MS = 100;
const ATTEMPTS = 20;

/**
 * One client of one person, with the very fold that the pages use: what it holds comes from the newest page, live frames
 * and `room:resume` alone.
 */
export class ChatClient {
  readonly timelines = new Map<string, Timeline>();
  private readonly waiting = new Map<string, Message[]>();
  private readonly timers = new Set<NodeJS.Timeout>();
  private socket!: Socket;
  private opening = Promise.resolve();
  private closed = false;

  constructor(
    readonly person: SignedIn,
    private readonly weather: Weather,
    private readonly record: (posted: MessagesPosted) => void,
  ) {}

  get id(): string {
    return this.person.user.id;
  }

  /** Asks again when the server says that it is not available just now, as the pages do. */
  request: <N extends Parameters<typeof request>[1]>(
    name: N,
    payload: Parameters<typeof request<N>>[2],
  ) => ReturnType<typeof request<N>> = (name, payload) => settled(() => request(this.socket, name, payload));

  /** Connects, to another server the second time, and catches up with what it missed. One after another. */
  open(origin: string): Promise<void> {
    return (this.opening = this.opening.then(() => this.reopen(origin)));
  }

  private async reopen(origin: string): Promise<void> {
    this.socket?.disconnect();
    const socket = await settled(() => connect(origin, this.person.sessionId));
    this.socket = socket;
    socket.on('message:posted', (posted: MessagesPosted) => {
      this.record(posted);
      const { copies, delayMs } = this.weather();
      for (let copy = 0; copy < copies; copy++) this.later(delayMs * (copy + 1), () => this.hear(posted));
    });
    // Left since the list was asked for, which may know nothing of it; a public one could still be read.
    const left = new Set<string>();
    socket.on('room:changed', ({ room }: { room: RoomView }) => {
      left.delete(room.id);
      void this.enter(room.id).catch(lost);
    });
    socket.on('room:left', ({ roomId }: { roomId: string }) => {
      left.add(roomId);
      this.timelines.delete(roomId);
      this.waiting.delete(roomId);
    });
    const { rooms } = await this.request('room:list', {});
    const present = new Set(rooms.map((room) => room.id));
    for (const roomId of this.timelines.keys()) if (!present.has(roomId)) this.timelines.delete(roomId);
    await this.resume([...this.timelines.keys()]);
    const still = [...present].filter((roomId) => !left.has(roomId));
    await Promise.all(still.map((roomId) => this.enter(roomId)));
  }

  close(): void {
    this.closed = true;
    for (const timer of this.timers) clearTimeout(timer);
    this.socket?.disconnect(); // none yet, where it could not come in
  }

  /** Reads a room's newest page, unless it is known; frames that come meanwhile wait. */
  private async enter(roomId: string): Promise<void> {
    if (this.timelines.has(roomId) || this.waiting.has(roomId)) return;
    const waiting: Message[] = [];
    this.waiting.set(roomId, waiting);
    try {
      const page: HistoryPage = await this.request('message:history', { roomId, limit: 100 });
      if (this.waiting.get(roomId) === waiting) this.keep(roomId, heard(fromPage(page), waiting));
    } catch (error) {
      if (!/not_found/.test(String(error))) throw error; // left again meanwhile
    } finally {
      if (this.waiting.get(roomId) === waiting) this.waiting.delete(roomId);
    }
  }

  private hear({ roomId, messages }: MessagesPosted): void {
    this.waiting.get(roomId)?.push(...messages);
    const timeline = this.timelines.get(roomId);
    if (timeline) this.keep(roomId, heard(timeline, messages)); // else `room:changed` is on its way, or it was left
  }

  private keep(roomId: string, timeline: Timeline): void {
    this.timelines.set(roomId, timeline);
    if (hasHole(timeline)) this.later(HOLE_MS, () => void this.fill(roomId).catch(lost));
  }

  private async fill(roomId: string): Promise<void> {
    const timeline = this.timelines.get(roomId);
    if (timeline && hasHole(timeline)) await this.resume([roomId]);
  }

  private async resume(roomIds: string[]): Promise<void> {
    const cursors = Object.fromEntries(roomIds.map((id) => [id, this.timelines.get(id)?.rev ?? 0]));
    const { rooms } = await this.request('room:resume', { cursors });
    for (const [roomId, changes] of Object.entries(rooms)) {
      const timeline = this.timelines.get(roomId);
      if (timeline) this.timelines.set(roomId, caughtUp(timeline, changes));
    }
  }

  private later(ms: number, run: () => void): void {
    if (this.closed) return;
    const timer = setTimeout(() => {
      this.timers.delete(timer);
      if (!this.closed) run();
    }, ms);
    this.timers.add(timer);
  }
}

/** The client is on its way to another server, where it will read everything again. */
const lost = (): void => undefined;

/** The answer once it is another than `unavailable`, which a stalled disk may cause for a moment. */
export async function settled<T>(ask: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await ask();
    } catch (error) {
      if (attempt === ATTEMPTS || !isUnavailable(error)) throw error;
      await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
    }
  }
}

/** As a command's answer, a response or a refused connection says it. */
const isUnavailable = (error: unknown): boolean =>
  /: unavailable |"code":"unavailable"/.test(String(error)) ||
  (error as { data?: { code?: string } }).data?.code === 'unavailable';
