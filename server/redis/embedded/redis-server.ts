import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** A redis-server or valkey-server binary, with what its environment needs. */
export interface RedisServer {
  bin: string;
  env?: Record<string, string>;
}

/** The oldest version that has what the scripts use. Valkey counts on from Redis 7.2. */
export const OLDEST = '7.0';

/** Why a server cannot be used, or undefined if it runs and is recent enough. */
export async function fault({ bin, env }: RedisServer): Promise<string | undefined> {
  try {
    const { stdout } = await promisify(execFile)(bin, ['--version'], {
      env: { ...process.env, ...env },
      timeout: 5_000,
    });
    const version = /(?:redis|valkey) server v=(\d+\.\d+)/i.exec(stdout)?.[1];
    if (!version) return 'it does not answer --version like a Redis or Valkey server';
    return parseFloat(version) < parseFloat(OLDEST)
      ? `it is version ${version}, and ${OLDEST} is needed`
      : undefined;
  } catch (error) {
    return (error as Error).message.trim();
  }
}
