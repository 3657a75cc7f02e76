import type { Browser, BrowserContext, Page } from 'playwright/test';
import { v4, v7 } from 'uuid';
import { GENERAL } from '#domain/chat/room';
import { request } from './api';
import { ChatPage, signInAsGuest, signInWithPassword } from './chat-pages';
import { login, loginAs, openLine } from './sessions';
import { expect, test } from './test';
import { tell } from './figures';

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, locale: 'en' };
const LAPTOP = { viewport: { width: 1440, height: 900 }, locale: 'en' };
const ROGUES = ['1<2 & 3>2', '<img src=x onerror=alert(1)>'];

/** Two phones and a laptop, each with a browser profile of its own. */
async function threePeople(browser: Browser, origin: string) {
  const contexts = await Promise.all(
    [PHONE, PHONE, LAPTOP].map((device) => browser.newContext({ ...device, baseURL: origin })),
  );
  const pages = await Promise.all(contexts.map((context) => context.newPage()));
  return { contexts, pages: pages as [Page, Page, Page] };
}

const closeAll = (contexts: BrowserContext[]) => Promise.all(contexts.map((context) => context.close()));

test(
  'two phones and a laptop talk: each sees the others at once, and everything is there after a reload',
  { tag: '@figure' },
  async ({ browser, startServer }) => {
    test.setTimeout(90_000);
    const { origin } = await startServer();
    const { contexts, pages } = await threePeople(browser, origin);
    const [pablo, mary, guest] = pages;
    await signInWithPassword(pablo, 'pablo');
    await signInWithPassword(mary, 'mary');
    await signInAsGuest(guest, ROGUES[1] ?? '');
    let alarms = 0;
    for (const page of pages) page.on('dialog', (dialog) => void (alarms++, dialog.dismiss()));
    const chats = pages.map((page) => new ChatPage(page));
    for (const chat of chats) await chat.open(GENERAL);

    const watches = await Promise.all(pages.map(watchMessages));
    const latencies: number[] = [];
    for (let n = 0; n < 120; n++) {
      const sender = n % chats.length;
      const id = await (chats[sender] as ChatPage).say(`message ${n}`);
      const sent = await (watches[sender] as Watch).struckBefore(id);
      for (const [index, watch] of watches.entries()) {
        if (index !== sender) latencies.push((await watch.seenAt(id)) - sent);
      }
    }
    latencies.sort((a, b) => a - b);
    const p99 = latencies[Math.floor(latencies.length * 0.99)] ?? Infinity;
    tell(`key to the others' screens: median ${latencies[latencies.length >> 1]} ms, p99 ${p99} ms`);
    expect(p99).toBeLessThanOrEqual(200);

    for (const [index, rogue] of ROGUES.entries()) await (chats[index] as ChatPage).say(rogue);
    for (const chat of chats) {
      for (const rogue of ROGUES) await expect(chat.message(rogue)).toBeVisible();
      await expect(chat.log).toContainText(ROGUES[1] ?? ''); // the guest's handle, too
      await expect(chat.pending).toHaveCount(0);
    }
    const before = await Promise.all(chats.map((chat) => chat.texts()));
    expect(before[1]).toEqual(before[0]);
    for (const [index, chat] of chats.entries()) {
      await chat.page.reload();
      await expect.poll(() => chat.texts()).toEqual(before[index]?.slice(-(await chat.texts()).length));
      await expect(chat.message(ROGUES[0] ?? '')).toBeVisible();
    }
    expect(alarms).toBe(0);
    await closeAll(contexts);
  },
);

test('markup stays text in room names, and a private message reaches one person alone', async ({
  browser,
  startServer,
}) => {
  const { origin } = await startServer();
  const { contexts, pages } = await threePeople(browser, origin);
  const [pablo, mary, guest] = pages;
  let alarms = 0;
  for (const page of pages) page.on('dialog', (dialog) => void (alarms++, dialog.dismiss()));
  await Promise.all([signInWithPassword(pablo, 'pablo'), signInWithPassword(mary, 'mary')]);
  await signInAsGuest(guest, '1<2 & 3>2');
  for (const page of pages) await page.goto('/chat');

  const line = await openLine(origin, (await loginAs(origin, 'pablo')).sessionId);
  for (const name of ROGUES) await request(line.socket, 'room:create', { id: v4(), name, kind: 'public' });
  for (const name of ROGUES) await expect(pablo.getByText(name, { exact: true }).first()).toBeVisible();

  const maryUser = (await loginAs(origin, 'mary')).user;
  const direct = await request(line.socket, 'room:direct', { userId: maryUser.id });
  await request(line.socket, 'message:post', { roomId: direct.id, id: v7(), body: ROGUES[1] ?? '' });
  const entry = (page: Page) => page.locator(`[data-room-id="${direct.id}"]`).first();
  await expect(entry(mary)).toContainText(ROGUES[1] ?? '');
  await expect(entry(guest)).toHaveCount(0);
  expect(alarms).toBe(0);
  line.socket.disconnect();
  await closeAll(contexts);
});

for (const [device, options] of Object.entries({ phone: PHONE, laptop: LAPTOP })) {
  test(`three hundred messages page upward on a ${device} without a jump`, async ({ browser, server }) => {
    test.setTimeout(90_000);
    const context = await browser.newContext({ ...options, baseURL: server.origin });
    const page = await context.newPage();
    const clerk = await openLine(server.origin, (await loginAs(server.origin, 'joe')).sessionId);
    const roomId = v4();
    await request(clerk.socket, 'room:create', { id: roomId, name: `Log book ${device}`, kind: 'public' });
    for (let n = 1; n <= 300; n++) {
      const body = n % 7 === 0 ? `entry ${n}: ${'a longer story '.repeat(n % 20)}` : `entry ${n}`;
      await request(clerk.socket, 'message:post', { roomId, id: v7(), body });
    }
    await signInAsGuest(page, 'reader');
    const chat = await new ChatPage(page).open(roomId);
    await expect(chat.message('entry 300')).toBeVisible();

    let drift = 0;
    while ((await chat.oldestSeq()) > 1) drift = Math.max(drift, await chat.pageUp());
    expect(await chat.seqs()).toEqual(Array.from({ length: 300 }, (_, n) => n + 1));
    tell(`anchor drift on a ${device}: ${drift.toFixed(2)} px`);
    expect(drift).toBeLessThanOrEqual(1);
    clerk.socket.disconnect();
    await context.close();
  });
}

test('signing out in the browser closes the socket within a second and leads to the sign-in page', async ({
  browser,
  server,
}) => {
  const context = await browser.newContext({ ...PHONE, baseURL: server.origin });
  const page = await context.newPage();
  const closed: number[] = [];
  page.on('websocket', (socket) => socket.on('close', () => closed.push(performance.now())));
  await signInWithPassword(page, 'mary');
  await new ChatPage(page).open(GENERAL);
  const other = await context.newPage();
  await new ChatPage(other).open(GENERAL);

  // From when it is asked for: until then the browser makes sure that the button can be pressed.
  const asked = other.waitForRequest(/\/logout$/).then(() => performance.now());
  await other.getByRole('button', { name: 'Log out' }).click();
  await expect.poll(() => closed.length, { intervals: [10] }).toBeGreaterThan(0);
  expect((closed[0] ?? Infinity) - (await asked)).toBeLessThan(1_000);
  await page.waitForURL(/\/login/);
  await page.goto('/chat');
  await page.waitForURL(/\/login\?next=/);
  await context.close();
});

test('what is written without a line is kept, marked, and sent once when the line is back', async ({
  browser,
  startServer,
}) => {
  const { origin } = await startServer();
  const context = await browser.newContext({ ...PHONE, baseURL: origin });
  const page = await context.newPage();
  await signInWithPassword(page, 'alex');
  const chat = await new ChatPage(page).open(GENERAL);
  const watcher = await openLine(origin, (await login(origin, { handle: 'watcher' })).sessionId);
  await page.waitForFunction(() => navigator.serviceWorker?.controller?.state === 'activated');
  await context.setOffline(true);
  await page.locator('[data-line=offline]').waitFor(); // frames under way may still arrive
  await chat.say('from the tunnel');
  await expect(chat.pending).toHaveCount(1);
  // Somebody tries to load the page anew; when the line is back it goes on where it was by itself.
  await page.reload();
  await expect(page.getByRole('heading', { name: 'No line to the server' })).toBeVisible();
  await context.setOffline(false);
  await expect(chat.composer()).toBeVisible({ timeout: 10_000 });
  await expect(chat.message('from the tunnel')).toBeVisible();
  await expect(chat.pending).toHaveCount(0);
  const { messages } = await request(watcher.socket, 'message:history', { roomId: GENERAL, limit: 100 });
  expect(messages.filter(({ body }) => body === 'from the tunnel')).toHaveLength(1);
  watcher.socket.disconnect();
  await context.close();
});

interface Watch {
  /** When a message first stood on this screen, in epoch ms. */
  seenAt(id: string): Promise<number>;
  /** When the key was struck that sent it. */
  struckBefore(id: string): Promise<number>;
}

/** Notes in the page itself when messages appear and keys are struck: nothing of the test's own travel counts. */
async function watchMessages(page: Page): Promise<Watch> {
  await page.evaluate(() => {
    const now = () => performance.timeOrigin + performance.now();
    const seen = new Map<string, number>();
    let struck = 0;
    const struckFor = new Map<string, number>();
    Object.assign(window, { seen, struckFor });
    const look = () => {
      for (const element of document.querySelectorAll<HTMLElement>('[data-message-id]')) {
        const id = element.dataset['messageId'] ?? '';
        if (seen.has(id)) continue;
        seen.set(id, now());
        struckFor.set(id, struck);
      }
    };
    look();
    const strike = () => (struck = now());
    addEventListener('keydown', strike, { capture: true });
    addEventListener('click', strike, { capture: true });
    new MutationObserver(look).observe(document.body, {
      subtree: true,
      childList: true,
      attributes: true,
      attributeFilter: ['data-message-id'],
    });
  });
  const read = (map: 'seen' | 'struckFor') => async (id: string) => {
    const handle = await page.waitForFunction(
      ([name, key]) => (Reflect.get(window, name) as Map<string, number>).get(key),
      [map, id] as const,
      { polling: 5 },
    );
    return (await handle.jsonValue()) ?? Infinity;
  };
  return { seenAt: read('seen'), struckBefore: read('struckFor') };
}
