import type { Server as HttpServer } from 'node:http';
import { startingCatalogue } from '#domain/transit/product';
import { createAuthenticate, demand, DEMO_API_KEY } from './accounts/authenticate';
import { redisClock, type Clock } from './clock';
import type { Config } from './config';
import { createDeviceStore } from './devices/device-store';
import { createDevices } from './devices/devices';
import { createEventLog } from './events/event-log';
import { followLog } from './events/follow-log';
import { createFront, type Front } from './http/front';
import { createLogger, type Logger } from './log';
import { connectRedis, type RedisConnections } from './redis/connect';
import { startEmbeddedRedis, type EmbeddedRedis } from './redis/embedded';
import { migrate } from './redis/migrate';
import type { Services } from './services';
import { createReport, type Report } from './report';
import { createSockets } from './socket/sockets';
import { StartError } from './start-error';
import { createCardStore } from './transit/card-store';
import { createLookUpCard } from './transit/look-up-card';
import { createSellPass } from './transit/sell-pass';
import { createTapCard } from './transit/tap-card';

const RETAP_GRACE_SECONDS = 3;

/** The running whole: one set of Redis connections, one copy of every service. */
export interface App extends Services {
  /** Null outside demo mode. */
  demo: { apiKey: string } | null;
  log: Logger;
  report: Report;
  front: Front;
  /** Serves sockets on an HTTP server. */
  attach(server: HttpServer): void;
  /** Resolves when Redis answers. */
  ready(): Promise<void>;
  /** Answers the commands in flight and closes the sockets. */
  hangUp(): Promise<void>;
  /** Hangs up, then lets go of Redis. */
  close(): Promise<void>;
}

/** Puts the App where the pages of this process find it: they are built apart and cannot import it. */
export const lendToPages = (app: App): unknown => Reflect.set(globalThis, Symbol.for('tapline.app'), app);

/** Parts that tests replace. */
export interface Parts {
  clock?: Clock;
  log?: Logger;
}

/** The composition root: the only place where parts are chosen and joined. */
export async function createApp(config: Config, parts: Parts = {}): Promise<App> {
  const { clock = redisClock, log = createLogger(config.logLevel) } = parts;
  const store = await openStore(config, log);
  const report = createReport(log);
  const services = createServices(config, store.redis, clock);
  const sockets = createSockets(services, config, report);
  const stopFollowing = await followLog(store.redis.follower, log, (event) => sockets.tell(event)).catch(
    async (error: unknown) => {
      await store.close();
      throw error;
    },
  );

  return {
    ...services,
    demo: config.demo ? { apiKey: DEMO_API_KEY } : null,
    log,
    report,
    front: createFront(config),
    attach: (server) => {
      sockets.attach(server);
    },
    ready: async () => {
      await store.redis.commands.ping();
    },
    hangUp: () => sockets.close(),
    close: once(async () => {
      await sockets.close();
      stopFollowing();
      await store.close();
    }),
  };
}

function createServices(config: Config, { commands }: RedisConnections, clock: Clock): Services {
  const { timeZone, classicChannels, demo } = config;
  const cards = createCardStore(commands, { clock, timeZone, classicChannels });
  const eventLog = createEventLog(commands, { clock, timeZone });
  const devices = createDevices(createDeviceStore(commands), { demo });
  const authenticate = createAuthenticate({ demo, device: (token) => devices.authenticate(token) });
  return {
    tapCard: createTapCard(cards, { retapGraceSeconds: RETAP_GRACE_SECONDS }),
    sellPass: createSellPass(cards, startingCatalogue),
    lookUpCard: createLookUpCard(cards),
    watchMonitor: async (cursor) => {
      const [page, paired] = await Promise.all([eventLog.latest(cursor), devices.list()]);
      return { ...page, timeZone, devices: paired };
    },
    devices,
    catalogue: startingCatalogue,
    authenticate,
    authorize: async (token, right) => {
      const principal = await authenticate(token);
      demand(principal, right);
      return principal;
    },
  };
}

/** Runs it the first time only; later calls wait for that. */
function once(run: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | undefined;
  return () => (running ??= run());
}

interface Store {
  redis: RedisConnections;
  close(): Promise<void>;
}

/** The Redis that the configuration names, or the private one, with its data in today's shape. */
async function openStore(config: Config, log: Logger): Promise<Store> {
  const embedded = config.redisUrl === null ? await startPrivateRedis(config, log) : null;
  let redis: RedisConnections | undefined;
  const close = async (): Promise<void> => {
    await redis?.close();
    await embedded?.stop();
  };
  try {
    redis = await connectRedis(embedded?.connection ?? config.redisUrl ?? '', log);
    await migrate(redis.commands, log);
    return { redis, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function startPrivateRedis({ dataDir, redisServerBin }: Config, log: Logger): Promise<EmbeddedRedis> {
  const serverBin = redisServerBin ?? undefined;
  try {
    return await startEmbeddedRedis({ dataDir, serverBin, progress: (line) => log.info(line) });
  } catch (error) {
    throw new StartError((error as Error).message, { cause: error });
  }
}
