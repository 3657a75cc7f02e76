import { pino, type Logger } from 'pino';
import pretty from 'pino-pretty';

export type { Logger };

/** Lines for a person at a terminal, JSON for a machine that collects them. */
export function createLogger(level: string): Logger {
  if (!process.stdout.isTTY) return pino({ level });
  return pino({ level }, pretty({ ignore: 'pid,hostname', translateTime: 'SYS:HH:MM:ss' }));
}
