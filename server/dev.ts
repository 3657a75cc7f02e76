import type { Server } from 'node:http';
import type { Plugin, ViteDevServer } from 'vite';
import type * as AppModule from './app';
import type * as ConfigModule from './config';

type RunningApp = AppModule.App;

/**
 * Runs the same App inside Vite's server that `npm start` runs in production. A change of a server file
 * closes the App and makes a new one; clients reconnect to it.
 */
export function taplineDev(): Plugin {
  return {
    name: 'tapline-dev',
    apply: (_, { command, isPreview }) => command === 'serve' && !isPreview && !process.env['VITEST'],
    async configureServer(vite) {
      if (!vite.httpServer) return;
      let app = await startApp(vite);
      vite.middlewares.use((req, res, next) => app.front(req, res, next));
      let restarting = Promise.resolve();
      vite.watcher.on('change', (file) => {
        if (!isServerFile(vite, file)) return;
        restarting = restarting.then(async () => {
          await app.close();
          app = await startApp(vite);
          vite.config.logger.info('server code changed: fresh App', { timestamp: true });
        });
      });
      vite.httpServer.on('close', () => void app.close());
    },
  };
}

async function startApp(vite: ViteDevServer): Promise<RunningApp> {
  const { readConfig } = (await vite.ssrLoadModule('/server/config.ts')) as typeof ConfigModule;
  const { createApp, lendToPages } = (await vite.ssrLoadModule('/server/app.ts')) as typeof AppModule;
  const app = await createApp(readConfig({ PORT: '5173', ...process.env }));
  lendToPages(app);
  app.attach(vite.httpServer as Server);
  return app;
}

function isServerFile(vite: ViteDevServer, file: string): boolean {
  const inServer = file.startsWith(`${vite.config.root}/server/`);
  const shared = /\/src\/lib\/(contract|domain)\//.test(file);
  return (inServer || shared) && !file.endsWith('.test.ts');
}
