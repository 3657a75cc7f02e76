import { readFileSync } from 'node:fs';
import { createServer as createHttpServer, type Server } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { DEMO_PASSWORD } from './accounts/demo-people';
import { createApp, lendToPages, type App, type Parts } from './app';
import type { Config } from './config';
import { BODY_LIMIT, PROTOCOL_HEADER } from './http/front';
import { StartError } from './start-error';
import { stopOnSignal } from './stop';

type Handler = (req: unknown, res: unknown) => void;

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
    stopOnSignal(app, server);
    await listen(server, config);
    server.on('error', (error) => app.log.error({ err: error }, 'the HTTP server reports an error'));
    await announce(config, server, app);
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

async function announce(config: Config, server: Server, { accounts }: App): Promise<void> {
  const origin = originOf(config, server);
  const setUpCode = config.demo ? null : await accounts.setUpCode();
  const lines = [
    `Tapline is running at ${origin}`,
    '',
    `  Gate     ${origin}/kiosk/gate${config.demo ? '?device=gate-north' : ''}`,
    `  Sales    ${origin}/kiosk/sales${config.demo ? '?device=sales-1' : ''}`,
    `  Monitor  ${origin}/monitor`,
    `  Chat     ${origin}/chat`,
    ...(config.demo ? demoLines : []),
    ...(setUpCode === null ? [] : ['', `  Set-up link: ${origin}/join?invite=${setUpCode}`]),
    '',
    '  Ctrl-C stops it.',
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
}

function originOf(config: Config, server: Server): string {
  const { port } = server.address() as AddressInfo;
  const host = config.host.includes(':') ? `[${config.host}]` : config.host;
  return config.origin ?? `${config.tls ? 'https' : 'http'}://${host}:${port}`;
}

const demoLines = [
  '',
  '  Demo mode: cards and devices are on the screen; API key tapline-demo',
  `  Sign in as pablo (admin), joe (clerk), mary, alex: ${DEMO_PASSWORD}`,
];
