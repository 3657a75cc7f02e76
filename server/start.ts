import { readFileSync } from 'node:fs';
import { createServer as createHttpServer, type Server } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { createApp, lendToPages, type App, type Parts } from './app';
import type { Config } from './config';
import { BODY_LIMIT, PROTOCOL_HEADER } from './http/front';
import { StartError } from './start-error';

type Handler = (req: unknown, res: unknown) => void;

const DRAIN_MS = 8_000;

/** config -> App -> listen -> drain. Resolves once it listens; what it opened is closed again when it cannot. */
export async function start(config: Config, parts: Parts = {}): Promise<void> {
  const app = await createApp(config, parts);
  lendToPages(app);
  try {
    const server = createServer(config);
    const handler = await loadPages(config);
    server.on('request', (req, res) => {
      app.front(req, res, () => {
        handler(req, res);
      });
    });
    app.attach(server);
    await listen(server, config);
    stopOnSignal(app, server);
    announce(config, server);
  } catch (error) {
    await app.close();
    throw error;
  }
}

/** SvelteKit's handler reads its settings from the environment when it is imported. */
async function loadPages({ origin }: Config): Promise<Handler> {
  process.env['BODY_SIZE_LIMIT'] = String(BODY_LIMIT);
  if (origin === null) process.env['PROTOCOL_HEADER'] = PROTOCOL_HEADER;
  else process.env['ORIGIN'] = origin;
  const pages = (await import(new URL('handler.js', import.meta.url).href)) as { handler: Handler };
  return pages.handler;
}

function createServer({ tls }: Config): Server {
  if (!tls) return createHttpServer();
  try {
    return createHttpsServer({ cert: readFileSync(tls.certFile), key: readFileSync(tls.keyFile) });
  } catch (error) {
    throw new StartError(`TLS_CERT and TLS_KEY cannot be used: ${(error as Error).message}`, {
      cause: error,
    });
  }
}

function listen(server: Server, { port, host }: Config): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const hint = listenHints[error.code ?? ''];
      reject(hint === undefined ? error : new StartError(hint, { cause: error }));
    });
    server.listen(port, host, resolve);
  });
}

const listenHints: Record<string, string> = {
  EADDRINUSE: 'The port is taken by another program; choose another with PORT=…',
  EACCES: 'This port needs more rights than you have; choose one above 1023 with PORT=…',
  EADDRNOTAVAIL: 'HOST is not an address of this machine',
  ENOTFOUND: 'HOST is not an address of this machine',
};

function announce(config: Config, server: Server): void {
  const { port } = server.address() as AddressInfo;
  const host = config.host.includes(':') ? `[${config.host}]` : config.host;
  const origin = config.origin ?? `${config.tls ? 'https' : 'http'}://${host}:${port}`;
  const lines = [
    `Tapline is running at ${origin}`,
    '',
    `  Gate     ${origin}/kiosk/gate${config.demo ? '?device=gate-north' : ''}`,
    `  Sales    ${origin}/kiosk/sales${config.demo ? '?device=sales-1' : ''}`,
    `  Monitor  ${origin}/monitor`,
    `  Chat     ${origin}/chat  (not built yet)`,
    ...(config.demo ? ['', '  Demo mode: cards and devices are on the screen; API key tapline-demo'] : []),
    '',
    '  Ctrl-C stops it.',
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
}

/** Stops accepting, answers what is in flight, and goes; a second signal goes at once. */
function stopOnSignal(app: App, server: Server): void {
  let stopping = false;
  const stop = (): void => {
    if (stopping) process.exit(1);
    stopping = true;
    app.log.info('stopping');
    setTimeout(() => process.exit(1), DRAIN_MS).unref();
    void drain(app, server).then(
      () => process.exit(0),
      (error: unknown) => {
        app.log.error({ err: error }, 'stopping failed');
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
}

/** Requests that are under way may still need Redis, so it goes last. */
async function drain(app: App, server: Server): Promise<void> {
  const closed = new Promise((resolve) => server.close(resolve));
  await app.hangUp();
  const impatience = setInterval(() => {
    server.closeIdleConnections();
  }, 50);
  await closed;
  clearInterval(impatience);
  await app.close();
}
