import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Plugin, ViteDevServer } from 'vite';
import type * as AppModule from './app';
import type * as ConfigModule from './config';

type App = AppModule.App;

/**
 * Runs the same App inside Vite's server that `npm start` runs in production. A change of a server file
 * closes the App and makes a new one; clients reconnect to it.
 */
export function taplineDev(): Plugin {
  let app: App | undefined;
  let isListening = true;
  return {
    name: 'tapline-dev',
    apply: (_, { command, isPreview }) => command === 'serve' && !isPreview && !process.env['VITEST'],
    async configureServer(vite) {
      if (!vite.httpServer) return;
      app = await start(vite, await load(vite));
      vite.middlewares.use((req, res, next) => {
        app?.front(req, res, next);
      });
      // Between two Apps nobody answers an upgrade, and a client would wait twenty seconds before it tries again.
      vite.httpServer.on('upgrade', ({ url = '' }: IncomingMessage, socket: Duplex) => {
        if (!isListening && url.startsWith('/socket.io/')) socket.destroy();
      });

      // Vite ends at Ctrl-C without a word to its plugins, and the private Redis would run on.
      process.once('SIGINT', () => void vite.close().finally(() => process.exit()));

      let restarting = Promise.resolve();
      const restart = async (): Promise<void> => {
        vite.moduleGraph.invalidateAll();
        const code = await load(vite);
        isListening = false;
        await app?.close();
        app = await start(vite, code);
        isListening = true;
        vite.config.logger.info('server code changed: fresh App', { timestamp: true });
      };
      vite.watcher.on('change', (file) => {
        if (!isServerFile(vite, file)) return;
        restarting = restarting.then(restart).catch((error: unknown) => {
          // Code that does not load leaves the App as it was; the next change tries again.
          vite.config.logger.error(String((error as Error).stack), { timestamp: true });
        });
      });
    },
    closeBundle: () => app?.close(),
  };
}

interface ServerCode {
  readConfig: typeof ConfigModule.readConfig;
  createApp: typeof AppModule.createApp;
  lendToPages: typeof AppModule.lendToPages;
}

async function load(vite: ViteDevServer): Promise<ServerCode> {
  const { readConfig } = (await vite.ssrLoadModule('/server/config.ts')) as typeof ConfigModule;
  const { createApp, lendToPages } = (await vite.ssrLoadModule('/server/app.ts')) as typeof AppModule;
  return { readConfig, createApp, lendToPages };
}

async function start(vite: ViteDevServer, { readConfig, createApp, lendToPages }: ServerCode): Promise<App> {
  const app = await createApp(readConfig(process.env));
  lendToPages(app);
  app.attach(vite.httpServer as Server);
  return app;
}

function isServerFile({ config }: ViteDevServer, file: string): boolean {
  const shared = ['server', 'src/lib/contract', 'src/lib/domain'];
  const serves = shared.some((folder) => file.startsWith(`${config.root}/${folder}/`));
  return serves && !file.includes('.test');
}
