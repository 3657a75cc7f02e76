import type { Server as HttpServer } from 'node:http';
import { createAuthenticate, demand, DEMO_API_KEY } from './accounts/authenticate';
import { redisClock, type Clock } from './clock';
import type { Config } from './config';
import { demoCast } from './accounts/demo-people';
import { createPeople } from './accounts/people';
import { createChat } from './chat/create-chat';
import { fillDemoRooms } from './chat/demo-rooms';
import { ensureGeneral } from './chat/general';
import { createPresence } from './chat/presence';
import { createDeviceStore } from './devices/device-store';
import { createDevices } from './devices/devices';
import { createEventLog } from './events/event-log';
import { followLog } from './events/follow-log';
import { createFront, type Front } from './http/front';
import { createLogger, type Logger } from './log';
import { openStore, type Store } from './redis/store';
import type { Services } from './services';
import { createReport, type Report } from './report';
import { createSockets } from './socket/sockets';
import { createCatalogue } from './transit/catalogue';
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
  try {
    return await openApp(config, { clock, log }, store);
  } catch (error) {
    await store.close();
    throw error;
  }
}

async function openApp(config: Config, { clock, log }: Required<Parts>, store: Store): Promise<App> {
  const { redis, bus } = store;
  const report = createReport(log);
  const services = await createServices(config, store, clock);
  await ensureGeneral(redis.commands);
  const cast = config.demo ? await demoCast(services.accounts) : null;
  if (cast) await fillDemoRooms(redis.commands, services.chat, cast);
  const sockets = await createSockets({ services, config, redis, bus, log, report });
  const stopFollowing = await followLog(redis.follower, log, sockets.tell);

  return {
    ...services,
    demo: config.demo ? { apiKey: DEMO_API_KEY } : null,
    log,
    report,
    front: createFront(config),
    attach: sockets.attach,
    ready: async () => {
      await redis.commands.ping();
    },
    hangUp: sockets.close,
    close: once(async () => {
      await sockets.close();
      stopFollowing();
      await store.close();
    }),
  };
}

async function createServices(config: Config, store: Store, clock: Clock): Promise<Services> {
  const { timeZone, classicChannels, demo, limits } = config;
  const { bus, cache } = store;
  const { commands } = store.redis;
  const people = await createPeople({ commands, bus, cache, clock, limits, demo });
  const cards = createCardStore(commands, { clock, timeZone, classicChannels });
  const eventLog = createEventLog(commands, { clock, timeZone });
  const devices = createDevices(createDeviceStore(commands), { demo });
  const catalogue = createCatalogue(commands, cache);
  const authenticate = createAuthenticate({ ...people, demo, devices });
  return {
    ...people,
    tapCard: createTapCard(cards, { retapGraceSeconds: RETAP_GRACE_SECONDS }),
    sellPass: createSellPass(cards, catalogue),
    lookUpCard: createLookUpCard(cards),
    watchMonitor: async (cursor) => {
      const [page, paired] = await Promise.all([eventLog.latest(cursor), devices.list()]);
      return { ...page, timeZone, devices: paired };
    },
    devices,
    catalogue,
    chat: createChat({ redis: commands, bus, accounts: people.accounts }),
    presence: createPresence(commands),
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
