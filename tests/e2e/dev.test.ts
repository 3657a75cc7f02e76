import { spawn } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { apiOf, connect, newCard, request } from './api';
import { signIn } from './people';
import { expect, test } from './test';

const SOURCES = [
  'src',
  'server',
  'hardware',
  'static',
  'package.json',
  'tsconfig.json',
  'svelte.config.js',
  'vite.config.ts',
];

/** The project's sources in a folder of their own, so that a test may edit them. */
async function copyOfSources(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'tapline-dev-'));
  await Promise.all(SOURCES.map((name) => cp(name, join(folder, name), { recursive: true })));
  await symlink(resolve('node_modules'), join(folder, 'node_modules'));
  return folder;
}

/** Terminal colors: escape, bracket, number, m. */
const COLORS = new RegExp(`${String.fromCharCode(27)}\\[\\d+m`, 'g');

/** `npm run dev` on a free port. */
async function startDev(cwd: string) {
  const { PATH, HOME } = process.env;
  const env = { PATH, HOME, DATA_DIR: join(cwd, 'data'), TZ: 'UTC' };
  const vite = join(cwd, 'node_modules/vite/bin/vite.js');
  const child = spawn(process.execPath, [vite, 'dev', '--host', '127.0.0.1', '--port', '0'], { cwd, env });
  const ended = new Promise((done) => child.once('close', done));
  const origin = await new Promise<string>((found, fail) => {
    let output = '';
    const read = (chunk: Buffer): void => {
      output += chunk.toString().replaceAll(COLORS, '');
      const address = /(http:\/\/127\.0\.0\.1:\d+)/.exec(output)?.[1];
      if (address) found(address);
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.once('close', () => {
      fail(new Error(output));
    });
  });
  return {
    origin,
    stop: async () => {
      child.kill('SIGTERM');
      await ended;
    },
  };
}

// Vite prepares the server's code, and the pages' libraries at the first look.
test.describe.configure({ timeout: 240_000 });

let folder: string;
let dev: Awaited<ReturnType<typeof startDev>>;
test.beforeEach(async () => {
  folder = await copyOfSources();
  dev = await startDev(folder);
});
test.afterEach(async () => {
  await dev.stop();
  await rm(folder, { recursive: true, force: true });
});

test('a developer who edits server code gets a fresh App, and clients come back to it', async ({ page }) => {
  const composition = join(folder, 'server/app.ts');
  const code = await readFile(composition, 'utf8');

  const api = apiOf(dev.origin);
  const isRepeated = async (): Promise<boolean> => {
    const cardId = newCard();
    await api.tap(cardId, 'gate-north');
    return (await api.tap(cardId, 'gate-north')).replay === true;
  };
  const socket = await connect(dev.origin);
  expect(await isRepeated()).toBe(true);

  // Without grace a second tap is no repetition: the new code is what answers, over HTTP and on the same socket.
  const back = new Promise((resolved) => socket.io.once('reconnect', resolved));
  const refusals: string[] = [];
  socket.on('connect_error', ({ message }) => refusals.push(message));
  await writeFile(composition, code.replace('RETAP_GRACE_SECONDS = 3', 'RETAP_GRACE_SECONDS = 0'));
  await back;
  expect(refusals).not.toContain('timeout');
  expect(await isRepeated()).toBe(false);
  expect(await request(socket, 'card:lookup', { cardId: newCard() })).toMatchObject({ pass: null });

  // Broken code leaves the App that runs.
  await writeFile(composition, `${code}\nbroken(`);
  await page.waitForTimeout(1_500);
  // While the machine compiles, an answer may be that there is none just now.
  await expect(async () => expect(await isRepeated()).toBe(false)).toPass({ timeout: 10_000 });
  expect(socket.connected).toBe(true);

  // The pages of development speak to the same App.
  await signIn(page, 'pablo', dev.origin);
  await page.goto(`${dev.origin}/monitor`);
  await expect(page.locator('[data-event=denial]').first()).toBeVisible({ timeout: 20_000 });

  socket.disconnect();
});
