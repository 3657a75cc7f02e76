import { readFileSync } from 'node:fs';
import { createServer as createHttpServer, type Server } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { createApp, lendToPages, type App } from './app';
import { readConfig, type Config } from './config';
import { BODY_LIMIT, PROTOCOL_HEADER } from './http/front';
import { StartError } from './start-error';

type Handler = (req: unknown, res: unknown) => void;

const DRAIN_MS = 8_000;

try {
  await start(readConfig(process.env));
} catch (error) {
  fail(error);
}

async function start(config: Config): Promise<void> {
  const app = await createApp(config);
  lendToPages(app);
  const handler = await loadPages(config);
  const server = createServer(config);
  server.on('request', (req, res) => app.front(req, res, () => handler(req, res)));
  app.attach(server);
  stopOnSignal(app, server);
  await listen(server, config);
  announce(config, server);
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
  return createHttpsServer({ cert: readFileSync(tls.certFile), key: readFileSync(tls.keyFile) });
}

function listen(server: Server, { port, host }: Config): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
}

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

async function drain(app: App, server: Server): Promise<void> {
  const closed = new Promise((resolve) => server.close(resolve));
  server.closeIdleConnections();
  await app.close();
  server.closeIdleConnections();
  await closed;
}

/** What the person who started it can mend is told in one line; anything else is a fault of ours, with its stack. */
function fail(error: unknown): never {
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'EADDRINUSE') explain('The port is taken by another program; choose another with PORT=…');
  if (code === 'EACCES')
    explain('This port needs more rights than you have; choose one above 1023 with PORT=…');
  if (error instanceof StartError) explain(error.message);
  console.error(error);
  process.exit(1);
}

function explain(message: string): never {
  process.stderr.write(`Tapline cannot start: ${message}\n`);
  process.exit(1);
}
