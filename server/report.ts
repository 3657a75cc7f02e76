import type { Logger } from './log';

/** Notes what went wrong while a request was answered, where it is not the asker's fault. */
export type Report = (error: unknown, where: Record<string, unknown>) => void;

/** A fault with its stack; while Redis is away, which its connection has said already, a line is enough. */
export const createReport =
  (log: Logger): Report =>
  (error, where) => {
    if (isOutage(error)) log.warn(where, `Redis did not answer: ${error.message}`);
    else log.error({ err: error, ...where }, 'a request failed');
  };

/** As ioredis 6 words it; only some of its errors have a class. */
const isOutage = (error: unknown): error is Error =>
  error instanceof Error &&
  (error.name === 'MaxRetriesPerRequestError' ||
    /^(Command (timed out|aborted)|Connection is closed|Socket timeout|Stream isn't writeable)/.test(
      error.message,
    ));
