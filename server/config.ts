import { existsSync } from 'node:fs';
import { isIP } from 'node:net';
import { resolve } from 'node:path';
import { readLimits, type Limits } from './limits';
import { StartError } from './start-error';

/** What the environment decides. Read once, by `readConfig`; every variable is described in docs/operations.md. */
export interface Config {
  /** PORT: where to listen; 0 takes a free one. Default 3000. */
  port: number;
  /** HOST: the address to listen on. Default 127.0.0.1. */
  host: string;
  /** ORIGIN: the one address people open, behind a proxy for instance. Default: the address they used. */
  origin: string | null;
  /** TLS_CERT and TLS_KEY: PEM files; both or none. Browsers want HTTPS for hardware, except on localhost. */
  tls: { certFile: string; keyFile: string } | null;
  /** REDIS_URL: redis:// or rediss://. Default: a private Redis in DATA_DIR. */
  redisUrl: string | null;
  /** REDIS_SERVER_BIN: the redis-server or valkey-server for the private Redis. */
  redisServerBin: string | null;
  /** DATA_DIR: the private Redis keeps its data here. Default ./data. */
  dataDir: string;
  /** TAPLINE_DEMO: demo people, rooms, devices and API key. Default 1 with the private Redis on loopback, else 0. */
  demo: boolean;
  /** TAPLINE_LEGACY_CHANNELS: publish on the classic channels (pass-issued:… and so on). Default 1. */
  classicChannels: boolean;
  /** TAPLINE_LIMITS: how often what may be asked, as JSON, over the defaults. */
  limits: Limits;
  /**
   * ADDRESS_HEADER, in lower case: behind a proxy, the header in which it tells the address of who asks. Default: that of
   * the connection. Read by `addressOf` alone.
   */
  addressHeader: string | null;
  /** LOG_LEVEL: one of pino's levels. Default info. */
  logLevel: string;
  /** TZ: the operator's time zone, which decides where a day begins. Default: the machine's. */
  timeZone: string;
}

type Environment = Record<string, string | undefined>;

/** @throws StartError naming the variable that is wrong. */
export function readConfig(env: Environment): Config {
  const host = env['HOST'] || '127.0.0.1';
  const redisUrl = redisUrlOf(env);
  const demo = flag(env, 'TAPLINE_DEMO', redisUrl === null && isLoopback(host));
  if (demo && !isLoopback(host)) {
    throw new StartError(
      `TAPLINE_DEMO=1 is for this machine alone: HOST must be a loopback address, not ${host}`,
    );
  }
  return {
    port: port(env),
    host,
    origin: origin(env),
    tls: tls(env),
    redisUrl,
    redisServerBin: env['REDIS_SERVER_BIN'] || null,
    dataDir: resolve(env['DATA_DIR'] || 'data'),
    demo,
    classicChannels: flag(env, 'TAPLINE_LEGACY_CHANNELS', true),
    limits: readLimits(env['TAPLINE_LIMITS']),
    addressHeader: env['ADDRESS_HEADER']?.toLowerCase() || null,
    logLevel: logLevel(env),
    timeZone: timeZone(env),
  };
}

export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));
}

function port(env: Environment): number {
  const text = env['PORT'] || '3000';
  const value = Number(text);
  if (!/^\d+$/.test(text) || value > 65_535) throw new StartError(`PORT must be 0 to 65535, not ${text}`);
  return value;
}

function flag(env: Environment, name: string, otherwise: boolean): boolean {
  const text = env[name];
  if (!text) return otherwise;
  if (text === '1' || text === '0') return text === '1';
  throw new StartError(`${name} must be 1 or 0, not ${text}`);
}

function redisUrlOf(env: Environment): string | null {
  const text = env['REDIS_URL'];
  if (!text) return null;
  const protocol = URL.canParse(text) ? new URL(text).protocol : '';
  if (protocol === 'redis:' || protocol === 'rediss:') return text;
  throw new StartError('REDIS_URL must be an address such as redis://127.0.0.1:6379 or rediss://…');
}

function origin(env: Environment): string | null {
  const text = env['ORIGIN'];
  if (!text) return null;
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url && /^https?:$/.test(url.protocol) && url.origin === text.replace(/\/$/, '')) return url.origin;
  throw new StartError(
    `ORIGIN must be scheme, host and port alone, such as https://tapline.example, not ${text}`,
  );
}

function tls(env: Environment): Config['tls'] {
  const certFile = env['TLS_CERT'];
  const keyFile = env['TLS_KEY'];
  if (!certFile && !keyFile) return null;
  if (!certFile || !keyFile) throw new StartError('TLS_CERT and TLS_KEY go together: set both or none');
  for (const [name, file] of Object.entries({ TLS_CERT: certFile, TLS_KEY: keyFile })) {
    if (!existsSync(file)) throw new StartError(`${name}: there is no file ${file}`);
  }
  return { certFile, keyFile };
}

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'];

function logLevel(env: Environment): string {
  const level = env['LOG_LEVEL'] || 'info';
  if (LOG_LEVELS.includes(level)) return level;
  throw new StartError(`LOG_LEVEL must be one of ${LOG_LEVELS.join(', ')}, not ${level}`);
}

function timeZone(env: Environment): string {
  const zone = env['TZ'] || Intl.DateTimeFormat().resolvedOptions().timeZone;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone;
  } catch {
    throw new StartError(`TZ must be an IANA time zone such as Europe/Berlin, not ${zone}`);
  }
}
