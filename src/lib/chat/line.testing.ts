import { vi } from 'vitest';
import type { CommandData, CommandName } from '#contract/events';
import type { Result } from '#contract/result';
import type { ChatLine } from './chat.svelte';

interface Asked {
  name: CommandName;
  payload: Record<string, unknown>;
  answer(result: Result<unknown>): Promise<void>;
}

/** The line's interface, answered by the test itself; the real line and server are driven in tests/e2e. */
export function scriptedLine() {
  const listeners = new Map<string, (event: never) => void>();
  const asked: Asked[] = [];
  let connected = () => {};
  const line = {
    status: 'connecting',
    refusal: null,
    closed: false,
    request: (name: CommandName, payload: Record<string, unknown>) =>
      new Promise((resolve) => {
        const answer = async (result: Result<unknown>) => {
          asked.splice(asked.indexOf(question), 1);
          resolve(result);
          await vi.advanceTimersByTimeAsync(0);
        };
        const question = { name, payload, answer };
        asked.push(question);
      }),
    on(event: string, listener: (event: never) => void) {
      listeners.set(event, listener);
      return () => listeners.delete(event);
    },
    onConnect(listener: () => void) {
      connected = listener;
      return () => {};
    },
    close() {
      line.closed = true;
    },
  };
  const find = (name: CommandName) => asked.find((question) => question.name === name);
  return {
    line: line as unknown as ChatLine & { closed: boolean },
    listeners,
    /** What waits for an answer. */
    asked,
    find,
    async answer<N extends CommandName>(name: N, result: Result<CommandData[N]>) {
      const question = find(name);
      if (!question) throw new Error(`nobody asked ${name}`);
      await question.answer(result);
      return question.payload;
    },
    tell: (event: string, data: unknown) => listeners.get(event)?.(data as never),
    connect() {
      line.status = 'online';
      connected();
    },
  };
}
