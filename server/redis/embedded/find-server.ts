import { cachedServer, canFetch, fetchServer } from './debian-package';
import { installHint } from './install-hint';
import { fault, OLDEST, type RedisServer } from './redis-server';

interface Wanted {
  serverBin?: string | undefined;
  progress: (line: string) => void;
}

const BINARIES = ['valkey-server', 'redis-server'];
const HOMEBREW = ['/opt/homebrew/bin', '/usr/local/bin'];
const HOMEBREW_KEGS = ['/opt/homebrew/opt', '/usr/local/opt'].flatMap((opt) => [
  `${opt}/valkey/bin`,
  `${opt}/redis/bin`,
]);

/**
 * The first Redis or Valkey of version 7.0 or later: the configured one, else PATH, Homebrew, our own cache,
 * else (Debian, Ubuntu) the distribution's package fetched into that cache, which needs no root.
 * Throws an error that says how to install one.
 */
export async function findServer({ serverBin, progress }: Wanted): Promise<RedisServer> {
  if (serverBin) return configured(serverBin);
  for (const server of [...installed(), await cachedServer()]) {
    if (!(await fault(server))) return server;
  }
  return fetched(progress);
}

async function configured(bin: string): Promise<RedisServer> {
  const why = await fault({ bin });
  if (why) throw new Error(`REDIS_SERVER_BIN=${bin} cannot be used: ${why}`);
  return { bin };
}

/** On PATH first, by the bare name, then where Homebrew puts them even if its folder is not on PATH. */
function installed(): RedisServer[] {
  const folders = [...HOMEBREW, ...HOMEBREW_KEGS];
  return [...BINARIES, ...folders.flatMap((dir) => BINARIES.map((name) => `${dir}/${name}`))].map((bin) => ({
    bin,
  }));
}

async function fetched(progress: (line: string) => void): Promise<RedisServer> {
  const none = `Tapline needs Redis or Valkey ${OLDEST} or later: ${installHint()}, or set REDIS_URL`;
  if (!(await canFetch())) throw new Error(none);
  try {
    const server = await fetchServer(progress);
    const why = await fault(server);
    if (why) throw new Error(why);
    return server;
  } catch (error) {
    throw new Error(`${none} (fetching it failed: ${(error as Error).message})`, { cause: error });
  }
}
