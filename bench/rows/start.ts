import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { atEnd } from '../kit/endings';
import { newFolder, removeFolder } from '../kit/folder';
import { repeat } from '../measure/alternate';
import { timed, until } from '../measure/pace';
import { figureRow } from '../report/row';
import type { Measure } from './measure';

/** From `npm start`, everything built, to the first page in full: npm and a fresh private Redis included. */
export const start: Measure = {
  name: 'start',
  async run({ times }) {
    const figures = await repeat(times + 1, firstPage);
    // The first one reads the programs from the disk.
    const warm = figures.length > 2 ? figures.slice(1) : figures;
    return [figureRow({ name: 'npm start -> first page', unit: 's' }, warm, { atMost: 1.5 })];
  },
};

async function firstPage(): Promise<number> {
  const dataDir = await newFolder();
  const port = String(await freePort());
  const { PATH, HOME } = process.env;
  let stop = async (): Promise<void> => undefined;
  try {
    const milliseconds = await timed(async () => {
      // A group of its own: npm stands between us and the server.
      const npm = spawn('npm', ['start'], {
        cwd: join(import.meta.dirname, '../..'),
        env: { PATH, HOME, PORT: port, DATA_DIR: dataDir, LOG_LEVEL: 'warn' },
        stdio: 'ignore',
        detached: true,
      });
      const ended = once(npm, 'close');
      stop = atEnd(async () => {
        process.kill(-(npm.pid ?? 0), 'SIGTERM');
        await Promise.race([ended, sleep(15_000)]);
      });
      await until('the first page', 20, () => isServed(`http://127.0.0.1:${port}/login`));
    });
    return milliseconds / 1_000;
  } finally {
    await stop();
    await until('its Redis has gone', 10, () => hasStopped(port));
    await sleep(200);
    await removeFolder(dataDir);
  }
}

async function isServed(address: string): Promise<boolean> {
  const response = await fetch(address).catch(() => null);
  return response?.ok === true && (await response.text()).includes('</html>');
}

const hasStopped = async (port: string): Promise<boolean> =>
  (await fetch(`http://127.0.0.1:${port}/healthz`).catch(() => null)) === null;

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
