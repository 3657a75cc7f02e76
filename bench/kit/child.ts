import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import type { Answer } from './answer';
import { atEnd } from './endings';

/** A process of ours that answers questions. */
export interface Child {
  pid: number;
  /** @throws what the method threw there, or that the process has ended */
  ask<T>(method: string, ...args: unknown[]): Promise<T>;
  /** Everything it has written so far. */
  output(): string;
  /** SIGTERM, SIGKILL when that does not help; resolves at its end. */
  stop(): Promise<void>;
}

const STOP_MS = 15_000;

/** Where the bench is bundled: every program beside this one. */
export const programOf = (name: string): string => join(import.meta.dirname, `${name}.js`);

export function startChild(args: string[], env: NodeJS.ProcessEnv): Child {
  const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });
  const output = collect(child);
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const stop = atEnd(async () => {
    child.kill('SIGTERM');
    const timer = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
    await ended;
    clearTimeout(timer);
  });
  return { pid: child.pid ?? 0, ask: asker(child, output), output, stop };
}

function collect(child: ChildProcess): () => string {
  let text = '';
  child.stdout?.on('data', (chunk: Buffer) => (text += chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => (text += chunk.toString()));
  return () => text;
}

function asker(child: ChildProcess, output: () => string): Child['ask'] {
  const waiting = new Map<number, { resolve: (value: never) => void; reject: (error: Error) => void }>();
  let last = 0;
  child.on('message', (message: Answer) => {
    const asked = waiting.get(message.id);
    waiting.delete(message.id);
    if ('error' in message) asked?.reject(new Error(message.error));
    else asked?.resolve(message.value as never);
  });
  child.once('close', () => {
    for (const { reject } of waiting.values()) reject(new Error(`The process has ended:\n${output()}`));
  });
  return (method, ...args) =>
    new Promise((resolve, reject) => {
      waiting.set(++last, { resolve, reject });
      child.send({ id: last, method, args });
    });
}
