import { spawn } from 'node:child_process';
import { once } from 'node:events';

export interface BridgeProcess {
  /** Everything it has written so far. */
  output(): string;
  /** SIGTERM, then waits for the end; resolves to the exit code. */
  stop(): Promise<number | null>;
  /** Resolves to the exit code. */
  ended: Promise<number | null>;
}

const STOP_MS = 8000;

/** The compiled bridge in a process of its own. */
export function startBridgeProcess(program: string, args: readonly string[]): BridgeProcess {
  const { PATH, HOME } = process.env;
  const child = spawn(process.execPath, [program, ...args], {
    env: { PATH, HOME },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let text = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (text += chunk.toString()));
  const end = () => child.kill('SIGKILL');
  process.once('exit', end);
  const ended = once(child, 'close').then(([code]) => {
    process.off('exit', end);
    return code as number | null;
  });
  return {
    output: () => text,
    ended,
    async stop() {
      child.kill('SIGTERM');
      const timer = setTimeout(end, STOP_MS);
      const code = await ended;
      clearTimeout(timer);
      return code;
    },
  };
}
