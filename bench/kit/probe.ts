import { setTimeout as sleep } from 'node:timers/promises';
import { answer } from './answer';

// Loaded before a server under test, ours and the rivals alike: tells what it costs.

/** Microseconds of CPU this process has used, user and system. */
function cpu(): number {
  const { user, system } = process.cpuUsage();
  return user + system;
}

/** Bytes in use once what is garbage is gone: on the heap and beside it. Needs --expose-gc. */
async function memory(): Promise<{ used: number; resident: number }> {
  for (let round = 0; round < 3; round++) {
    globalThis.gc?.();
    await sleep(100);
  }
  const { heapUsed, external, rss } = process.memoryUsage();
  return { used: heapUsed + external, resident: rss };
}

answer({ cpu, memory });
// A listener must not keep a server alive that wants to end.
process.channel?.unref();
// Nor must a server outlive a bench that was killed.
process.on('disconnect', () => process.kill(process.pid, 'SIGTERM'));
