import { once } from 'node:events';
import type { Server, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { App } from './app';

/** How long a client may take to send the rest of a request that it has begun. */
const PATIENCE_MS = 3_000;
const GIVE_UP_MS = 8_000;

/** Stops accepting, answers what is in flight, and goes; a second signal goes at once. */
export function stopOnSignal(app: App, server: Server): void {
  const answered = watchRequests(server);
  let stopping = false;
  const stop = (): void => {
    if (stopping) process.exit(1);
    stopping = true;
    app.log.info('stopping');
    setTimeout(() => process.exit(1), GIVE_UP_MS).unref();
    void drain(app, server, answered).then(
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

/** Gives a function that resolves when no request is under way. */
function watchRequests(server: Server): () => Promise<void> {
  const open = new Set<ServerResponse>();
  server.on('request', (_, res) => {
    open.add(res);
    res.once('close', () => open.delete(res));
  });
  return async () => {
    for (const res of open) await once(res, 'close');
  };
}

/** Requests that are under way may still need Redis, so it goes last. */
async function drain(app: App, server: Server, answered: () => Promise<void>): Promise<void> {
  const closed = new Promise((resolve) => server.close(resolve));
  await Promise.all([app.hangUp(), Promise.race([answered(), sleep(PATIENCE_MS)])]);
  // What is left are connections without a request, such as those a browser opens ahead, and clients that dawdle.
  server.closeAllConnections();
  await closed;
  await app.close();
}
