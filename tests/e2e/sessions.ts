import { setTimeout as sleep } from 'node:timers/promises';
import type { Socket } from 'socket.io-client';
import type { UserView } from '#contract/accounts';
import type { ServerToClientEvents } from '#contract/events';
import { connect } from './api';

/** Somebody signed in over HTTP: `sessionId` is the secret. */
export interface SignedIn {
  sessionId: string;
  user: UserView;
}

export async function login(origin: string, body: Record<string, string>): Promise<SignedIn> {
  const response = await fetch(`${origin}/auth/login`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (response.ok) return (await response.json()) as SignedIn;
  throw new Error(`login: ${response.status} ${await response.text()}`);
}

/** One of the demo's people. */
export const loginAs = (origin: string, username: string): Promise<SignedIn> =>
  login(origin, { username, password: 'password123' });

export const logout = (origin: string, { sessionId }: SignedIn): Promise<Response> =>
  fetch(`${origin}/auth/logout`, { method: 'POST', headers: { 'x-session-id': sessionId } });

type Events = ServerToClientEvents;

/** A frame as it came, and when. */
export interface Frame<N extends keyof Events = keyof Events> {
  name: N;
  data: Parameters<Events[N]>[0];
  at: number;
}

/** A socket of somebody, with every frame it was sent. */
export interface Line {
  socket: Socket;
  frames: Frame[];
  /** The payloads of one event, in the order they came. */
  heard<N extends keyof Events>(name: N): Parameters<Events[N]>[0][];
}

export async function openLine(origin: string, token?: string): Promise<Line> {
  const socket = await connect(origin, token);
  const frames: Frame[] = [];
  socket.onAny((name: keyof Events, data: Frame['data']) => {
    frames.push({ name, data, at: performance.now() });
  });
  return {
    socket,
    frames,
    heard: (name) => frames.filter((frame) => frame.name === name).map(({ data }) => data as never),
  };
}

/** The same among a crowd: a server that is asked too much at once says so, and whoever is turned away comes again. */
export async function arriveInCrowd(origin: string, token: string): Promise<Line> {
  for (;;) {
    try {
      return await openLine(origin, token);
    } catch (error) {
      if ((error as { data?: { code?: string } }).data?.code !== 'unavailable') throw error;
      await sleep(200);
    }
  }
}
