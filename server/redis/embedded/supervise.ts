import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from '#server/log';
import type { EmbeddedRedis } from '../embedded';

/** One that lives less long than this after it was started has not really come back. */
const LIVED_MS = 2_000;
const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 30_000;

/**
 * Starts a private Redis again when it dies, until the function given is called. Several Taplines on one folder all
 * notice; the lock on the folder lets one of them start it. Our connections find it by themselves.
 */
export function supervise(
  redis: Pick<EmbeddedRedis, 'onLost' | 'isGone' | 'revive'>,
  log: Pick<Logger, 'warn' | 'error'>,
): () => void {
  const ending = new AbortController();
  const { signal } = ending;
  let attending = false;
  let failures = 0;
  let startedAt = -Infinity;

  async function attend(): Promise<void> {
    if (attending) return;
    attending = true;
    try {
      // A line may be cut though the server lives; and one that hangs is not helped by a second one on its data.
      if (!signal.aborted && (await redis.isGone())) await startAgain();
    } finally {
      attending = false;
    }
  }

  async function startAgain(): Promise<void> {
    log.warn('The private Redis is gone: starting it again');
    failures = performance.now() - startedAt < LIVED_MS ? failures + 1 : 0;
    while (!(await isBack()));
  }

  async function isBack(): Promise<boolean> {
    await sleep(pauseAfter(failures), undefined, { signal, ref: false }).catch(ended);
    if (signal.aborted) return true;
    try {
      const how = await redis.revive();
      startedAt = performance.now();
      log.warn(`The private Redis runs again${how === 'started' ? '' : ', another Tapline has started it'}`);
      return true;
    } catch (error) {
      const pause = pauseAfter(++failures) / 1_000;
      log.error(`The private Redis cannot be started: ${inOneLine(error)}. Trying again in ${pause} s`);
      return false;
    }
  }

  redis.onLost(() => void attend());
  return () => ending.abort();
}

const pauseAfter = (failures: number): number =>
  failures === 0 ? 0 : Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (failures - 1));

/** The pause was cut short, because we are leaving. */
const ended = (): void => undefined;

const inOneLine = (error: unknown): string => (error as Error).message.trim().replace(/\s*\n\s*/g, '; ');
