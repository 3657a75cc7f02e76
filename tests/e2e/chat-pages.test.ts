import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { v4, v7 } from 'uuid';
import { GENERAL } from '#domain/chat/room';
import { request } from './api';
import { ChatPage } from './chat-pages';
import { operator } from './operator';
import { signIn } from './people';
import { login, loginAs, openLine } from './sessions';
import { expect, test } from './test';

// Each test's browser would install the worker anew, which changes nothing of what is looked at here.
test.use({ locale: 'en', serviceWorkers: 'block' });

test.describe('signing in', () => {
  for (const javaScriptEnabled of [true, false]) {
    test.describe(javaScriptEnabled ? 'with a script' : 'without a script', () => {
      test.use({ javaScriptEnabled });

      test('a guest needs a handle, and nothing else', async ({ page }) => {
        await page.goto('/login');
        await page.getByRole('button', { name: 'Ride along' }).click();
        await expect(page.getByText('Please enter a handle')).toBeVisible();
        await page.getByLabel('Handle').fill('1<2 & 3>2');
        await page.getByRole('button', { name: 'Ride along' }).click();
        await expect(page).toHaveURL(/\/chat$/);
        await expect(page).toHaveTitle(/Tapline/);
        await expect(page.locator('[data-signed-in-as]')).toContainText('1<2 & 3>2');
      });

      test('a wrong password keeps the name, and says no more than an unknown name', async ({ page }) => {
        const said: string[] = [];
        for (const username of ['mary', 'nobody at all']) {
          await page.goto('/login');
          await page.getByLabel('Username').fill(username);
          await page.getByLabel('Password', { exact: true }).fill('not the password');
          await page.getByRole('button', { name: 'Sign in', exact: true }).click();
          said.push(await page.getByRole('alert').innerText());
          await expect(page.getByLabel('Username')).toHaveValue(username);
        }
        expect(said[1]).toBe(said[0]);
      });

      test('one comes back to where one wanted, and nowhere else', async ({ page, server }) => {
        for (const [next, path] of [
          ['/account', '/account'],
          ['//evil.example/', '/chat'],
          ['https://evil.example', '/chat'],
          ['/\\evil.example', '/chat'],
        ] as const) {
          await page.context().clearCookies();
          await page.goto(`/login?next=${encodeURIComponent(next)}`);
          await page.getByLabel('Handle').fill('wanderer');
          await page.getByRole('button', { name: 'Ride along' }).click();
          await expect(page).toHaveURL(server.origin + path);
        }
      });

      test('the newest messages of a room are there with the page', async ({ page }) => {
        await signIn(page, 'mary');
        await page.goto(`/chat/${GENERAL}`);
        await expect(page.locator('[data-message-id]').last()).toBeInViewport({ ratio: 0.9 });
      });

      test('logging out ends the session', async ({ page, server }) => {
        await signIn(page, 'mary');
        await page.goto('/account');
        const [{ value: token } = { value: '' }] = (await page.context().cookies()).filter(({ name }) =>
          name.endsWith('tapline_session'),
        );
        await page.getByRole('button', { name: 'Log out' }).last().click();
        await expect(page).toHaveURL(/\/login/);
        const profile = await fetch(`${server.origin}/profile`, { headers: { 'x-session-id': token } });
        expect(profile.status).toBe(401);
      });
    });
  }

  test('nothing that was shown to somebody stays in the browser’s cache', async ({ page }) => {
    await signIn(page, 'mary');
    for (const path of ['/account', `/chat/${GENERAL}`, '/profile', '/api/v1/rooms']) {
      const response = await page.request.get(path);
      expect([path, response.headers()['cache-control']]).toEqual([path, 'private, no-store']);
    }
  });

  test('a form without its field, or from another site, is refused', async ({ server }) => {
    const post = (headers: Record<string, string>, body = '') =>
      fetch(`${server.origin}/login?/guest`, { method: 'POST', body, headers, redirect: 'manual' });
    const form = { 'Content-Type': 'application/x-www-form-urlencoded' };
    const missing = await post({ ...form, Origin: server.origin });
    expect(missing.status).toBe(400);
    expect(await missing.text()).toContain('Please enter a handle');
    expect((await post({ ...form, Origin: 'https://evil.example' }, 'handle=eve')).status).toBe(403);
  });

  test('too many wrong passwords: it says how long to wait', async ({ page, startServer }) => {
    const { origin } = await startServer();
    await page.goto(`${origin}/login`);
    for (let n = 0; n < 11; n++) {
      await page.getByLabel('Username').fill('mary');
      await page.getByLabel('Password', { exact: true }).fill(`wrong ${n}`);
      const answered = page.waitForResponse((response) => response.request().method() === 'POST');
      await page.getByRole('button', { name: 'Sign in', exact: true }).click();
      await answered;
    }
    await expect(page.getByRole('alert')).toHaveText(/wait \d+ seconds?/);
  });
});

test('joining says the rules, refuses a taken name in its field, and lets in', async ({ page }) => {
  await page.goto('/join');
  await expect(page.getByText('8 to 128 characters')).toBeVisible();
  const join = async (username: string, password: string) => {
    await page.getByLabel('Username').fill(username);
    await page.getByLabel('Password', { exact: true }).fill(password);
    await page.getByRole('button', { name: 'Create the account' }).click();
  };
  await join('Mary', 'a password of my own');
  await expect(page.getByLabel('Username')).toHaveAttribute('aria-invalid', 'true');
  await join('newcomer', 'password1');
  await expect(page.getByLabel('Password', { exact: true })).toHaveAttribute('aria-invalid', 'true');
  await join('newcomer', 'a password of my own');
  await expect(page).toHaveURL(/\/chat$/);
});

test('the account shows where one is signed in, and signs out there', async ({ page, server }) => {
  const { sessionId } = await login(server.origin, { username: 'alex', password: 'password123' });
  const profile = () => fetch(`${server.origin}/profile`, { headers: { 'x-session-id': sessionId } });
  await signIn(page, 'alex');
  await page.goto('/account');
  await expect(page.locator('[data-session=current]')).toHaveCount(1);
  const others = page.locator('[data-session=other]');
  const before = await others.count();
  expect(before).toBeGreaterThan(0);
  expect((await profile()).status).toBe(200);
  await page.getByRole('button', { name: 'Sign out everywhere else' }).click();
  await expect(others).toHaveCount(0);
  expect((await profile()).status).toBe(401);
});

test.describe('the chat', () => {
  test('sends people who are not signed in to sign in, and brings them back', async ({ page }) => {
    await page.goto(`/chat/${GENERAL}`);
    await expect(page).toHaveURL(/\/login\?next=/);
    await page.getByLabel('Handle').fill('passer-by');
    await page.getByRole('button', { name: 'Ride along' }).click();
    await expect(page).toHaveURL(new RegExp(`/chat/${GENERAL}$`));
  });

  test('has no page for a room one may not read', async ({ page, server }) => {
    const pablo = await openLine(server.origin, (await loginAs(server.origin, 'pablo')).sessionId);
    const id = v4();
    await request(pablo.socket, 'room:create', { id, name: 'Signal box', kind: 'private' });
    pablo.socket.disconnect();
    await signIn(page, 'mary');
    for (const room of [id, v4(), 'nonsense']) {
      expect((await page.goto(`/chat/${room}`))?.status()).toBe(404);
    }
  });

  test('Enter sends, Shift and Enter begin a line, a draft stays', async ({ page }) => {
    await signIn(page, 'mary');
    const chat = await new ChatPage(page).open(GENERAL);
    const body = `one ${v7()}`;
    await chat.composer().fill(body);
    await chat.composer().press('Shift+Enter');
    await page.keyboard.type('two');
    await chat.composer().press('Enter');
    await expect(chat.message(body).locator('[data-body]')).toHaveText(`${body}\ntwo`, {
      useInnerText: true,
    });
    await expect(chat.composer()).toBeFocused();
    await chat.composer().fill('not yet');
    await page.reload();
    await expect(chat.composer()).toHaveValue('not yet');
    await chat.composer().fill('');
  });

  test('Enter that ends a word of an input method sends nothing', async ({ page }) => {
    await signIn(page, 'mary');
    const chat = await new ChatPage(page).open(GENERAL);
    await chat.composer().fill('まだ');
    await chat.composer().evaluate((field) => {
      const enter = { key: 'Enter', bubbles: true, cancelable: true };
      field.dispatchEvent(new KeyboardEvent('keydown', { ...enter, isComposing: true }));
      // Safari has ended the composing by then.
      field.dispatchEvent(new CompositionEvent('compositionend', { bubbles: true }));
      field.dispatchEvent(new KeyboardEvent('keydown', enter));
    });
    await expect(chat.composer()).toHaveValue('まだ');
    await chat.composer().press('Enter');
    await expect(chat.message('まだ')).toHaveAttribute('data-status', 'stored');
  });

  test('logging out leaves nothing of one in the browser', async ({ page }) => {
    const kept = () =>
      page.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith('tapline')));
    await signIn(page, 'mary');
    const chat = await new ChatPage(page).open(GENERAL);
    await chat.composer().fill('not for others');
    await expect.poll(kept).toHaveLength(1);
    await page.getByRole('button', { name: 'Log out' }).click();
    await expect(page).toHaveURL(/\/login/);
    expect(await kept()).toEqual([]);
  });

  test('nothing is read in a window that nobody looks at', async ({ page, server }) => {
    const joe = await openLine(server.origin, (await loginAs(server.origin, 'joe')).sessionId);
    const roomId = v4();
    await request(joe.socket, 'room:create', { id: roomId, name: 'Waiting room', kind: 'public' });
    await signIn(page, 'mary');
    const chat = await new ChatPage(page).open(roomId);
    await page.evaluate(() => {
      document.hasFocus = () => false;
      window.dispatchEvent(new Event('blur'));
    });
    await request(joe.socket, 'message:post', { roomId, id: v7(), body: 'anybody there?' });
    await expect(chat.message('anybody there?')).toBeInViewport();
    const badge = page.locator(`[data-rooms] [data-room-id="${roomId}"] [data-unread]`);
    await expect(badge).toHaveAttribute('data-unread', '1');
    await page.evaluate(() => {
      document.hasFocus = () => true;
      window.dispatchEvent(new Event('focus'));
    });
    await expect(badge).toHaveCount(0);
    joe.socket.disconnect();
  });

  test('counts what is left near the limit, and sends no more than that', async ({ page }) => {
    await signIn(page, 'mary');
    const chat = await new ChatPage(page).open(GENERAL);
    await chat.composer().fill('x'.repeat(4_001));
    await expect(page.locator('[data-left="-1"]')).toBeVisible();
    await expect(page.getByRole('button', { name: 'Send' })).toBeDisabled();
    await chat.composer().fill('');
  });

  test('a badge counts what is new, names who is called, and clears when it is read', async ({
    page,
    server,
  }) => {
    const joe = await openLine(server.origin, (await loginAs(server.origin, 'joe')).sessionId);
    const roomId = v4();
    await request(joe.socket, 'room:create', { id: roomId, name: 'Depot', kind: 'public' });
    await signIn(page, 'mary');
    await page.goto(`/chat/${roomId}`);
    await expect(page.locator('[data-online-count="1"]')).toBeVisible(); // joe
    await page.getByRole('button', { name: 'Join to write' }).click();
    await expect(page.locator('[data-online-count="2"]')).toBeVisible();
    await page.goto('/chat');
    await page.locator('[data-line=online]').waitFor();
    const row = page.locator(`[data-rooms] [data-room-id="${roomId}"]`);
    await request(joe.socket, 'message:post', { roomId, id: v7(), body: 'anybody here?' });
    await request(joe.socket, 'message:post', { roomId, id: v7(), body: '@mary, are you?' });
    await expect(row.locator('[data-unread="2"]')).toBeVisible();
    await expect(row.locator('[data-mentions="1"]')).toBeVisible();
    await row.click();
    await expect(row.locator('[data-unread]')).toHaveCount(0);
    await expect
      .poll(async () => {
        const mary = await openLine(server.origin, (await loginAs(server.origin, 'mary')).sessionId);
        const { rooms } = await request(mary.socket, 'room:list', {});
        mary.socket.disconnect();
        return rooms.find(({ id }) => id === roomId)?.unread;
      })
      .toBe(0);
    joe.socket.disconnect();
  });

  test('new messages stay below while one reads further up', async ({ page, server }) => {
    const joe = await openLine(server.origin, (await loginAs(server.origin, 'joe')).sessionId);
    const roomId = v4();
    await request(joe.socket, 'room:create', { id: roomId, name: 'Timetable', kind: 'public' });
    const say = (body: string) => request(joe.socket, 'message:post', { roomId, id: v7(), body });
    for (let n = 0; n < 40; n++) await say(`line ${n}`);
    await signIn(page, 'mary');
    const chat = await new ChatPage(page).open(roomId);
    await expect(chat.message('line 39')).toBeInViewport();
    await chat.readFurtherUp();
    const top = () => chat.message('line 20').evaluate((row) => row.getBoundingClientRect().top);
    const before = await top();
    await say('one more');
    await expect(page.locator('[data-newest]')).toContainText('1 new message');
    expect(Math.abs((await top()) - before)).toBeLessThanOrEqual(1);
    const scrollTo = (part: number) =>
      chat.log.evaluate((log, to) => (log.scrollTop = log.scrollHeight * to), part);
    await scrollTo(1); // by hand
    await expect(page.locator('[data-newest]')).toHaveCount(0);
    await scrollTo(1 / 3);
    await page.locator('[data-newest]').click();
    await expect(chat.message('one more')).toBeInViewport();
    await say('and another');
    await expect(chat.message('and another')).toBeInViewport();
    joe.socket.disconnect();
  });

  test('the newest stays in sight while what one writes grows', async ({ page }) => {
    await signIn(page, 'mary');
    const chat = await new ChatPage(page).open(GENERAL);
    await expect(chat.log).toHaveClass(/settled/);
    await chat.composer().evaluate(async (field: HTMLTextAreaElement) => {
      const write = (lines: number) => {
        field.value = 'line\n'.repeat(lines);
        field.dispatchEvent(new Event('input', { bubbles: true }));
      };
      const log = document.querySelector('[data-log]') as HTMLElement;
      const resized = () =>
        new Promise<void>((resolve) => {
          let first = true;
          const observer = new ResizeObserver(() => {
            if (first) return void (first = false);
            observer.disconnect();
            resolve();
          });
          observer.observe(log);
        });
      const once = resized();
      await new Promise(requestAnimationFrame);
      await new Promise(requestAnimationFrame);
      write(1);
      await once;
      // The end has just been brought into sight, and before the browser says so there are five lines more.
      await new Promise((resolve) => setTimeout(resolve));
      write(6);
    });
    await page.waitForTimeout(300); // a button that has come stays
    await expect(page.locator('[data-newest]')).toHaveCount(0);
    const below = () => chat.log.evaluate((log) => log.scrollHeight - log.scrollTop - log.clientHeight);
    expect(await below()).toBeLessThanOrEqual(1);
    await chat.composer().fill('');
  });

  test('a refused message says so, keeps its text, and can be given up', async ({ page, server }) => {
    const joe = await openLine(server.origin, (await loginAs(server.origin, 'joe')).sessionId);
    const roomId = v4();
    await request(joe.socket, 'room:create', { id: roomId, name: 'Sidings', kind: 'public' });
    await signIn(page, 'mary');
    const chat = await new ChatPage(page).open(roomId);
    await page.context().setOffline(true);
    await page.locator('[data-line=offline]').waitFor(); // frames under way may still arrive
    await chat.say('will you take this?');
    await expect(chat.pending).toHaveCount(1);
    const mary = await openLine(server.origin, (await loginAs(server.origin, 'mary')).sessionId);
    await request(mary.socket, 'room:leave', { roomId });
    await page.context().setOffline(false);
    const failed = page.locator('[data-status=failed]');
    await expect(failed).toContainText('will you take this?');
    await failed.getByRole('button', { name: 'Discard' }).click();
    await expect(failed).toHaveCount(0);
    for (const { socket } of [joe, mary]) socket.disconnect();
  });

  test('speaks what others say, and nothing else', async ({ page, server }) => {
    await signIn(page, 'mary');
    const chat = await new ChatPage(page).open(GENERAL);
    const spoken = page.locator('[data-announcer]');
    await expect(chat.log).toHaveAttribute('aria-live', 'off');
    await expect(spoken).toHaveText('');
    await chat.say('my own words');
    await expect(chat.pending).toHaveCount(0);
    await expect(spoken).toHaveText('');
    const joe = await openLine(server.origin, (await loginAs(server.origin, 'joe')).sessionId);
    await request(joe.socket, 'message:post', { roomId: GENERAL, id: v7(), body: 'the words of another' });
    await expect(spoken).toHaveText('joe: the words of another');
    joe.socket.disconnect();
  });

  test('speaks the first words in an empty room, and the same words again', async ({ page, server }) => {
    const joe = await openLine(server.origin, (await loginAs(server.origin, 'joe')).sessionId);
    const roomId = v4();
    await request(joe.socket, 'room:create', { id: roomId, name: 'Quiet carriage', kind: 'public' });
    await signIn(page, 'mary');
    await new ChatPage(page).open(roomId);
    const spoken = page.locator('[data-announcer]');
    const say = (body: string) => request(joe.socket, 'message:post', { roomId, id: v7(), body });
    await say('yes');
    await expect(spoken).toHaveText('joe: yes');
    const first = await spoken.locator('span').elementHandle();
    await say('yes');
    await expect.poll(() => first?.evaluate((span) => span.isConnected)).toBe(false);
    await expect(spoken).toHaveText('joe: yes');
    joe.socket.disconnect();
  });

  test('what is stored at last moves nobody who reads further up', async ({ page, server }) => {
    const joe = await openLine(server.origin, (await loginAs(server.origin, 'joe')).sessionId);
    const roomId = v4();
    await request(joe.socket, 'room:create', { id: roomId, name: 'Logbook', kind: 'public' });
    for (let n = 0; n < 40; n++)
      await request(joe.socket, 'message:post', { roomId, id: v7(), body: `line ${n}` });
    await signIn(page, 'mary');
    const chat = await new ChatPage(page).open(roomId);
    await page.context().setOffline(true);
    await page.locator('[data-line=offline]').waitFor(); // frames under way may still arrive
    for (const body of ['one', 'two', 'three']) await chat.say(`from the tunnel ${body}`);
    await expect(chat.pending).toHaveCount(3);
    await chat.readFurtherUp();
    const top = () => chat.message('line 20').evaluate((row) => row.getBoundingClientRect().top);
    const before = await top();
    await page.context().setOffline(false);
    await expect(chat.pending).toHaveCount(0, { timeout: 10_000 });
    expect(Math.abs((await top()) - before)).toBeLessThanOrEqual(1);
    joe.socket.disconnect();
  });

  test('notices stand there until they are waved away, and lead where they say', async ({ page, server }) => {
    const joe = await openLine(server.origin, (await loginAs(server.origin, 'joe')).sessionId);
    const roomId = v4();
    await request(joe.socket, 'room:create', { id: roomId, name: 'Night shift', kind: 'private' });
    await signIn(page, 'alex');
    const chat = await new ChatPage(page).open(GENERAL);
    const { user } = await loginAs(server.origin, 'alex');
    const elsewhere = page.locator('.toast', { hasText: 'signed in on another device' });
    await expect(elsewhere).toBeVisible();
    await elsewhere.getByRole('button', { name: 'Dismiss' }).click();
    await expect(elsewhere).toHaveCount(0);
    await request(joe.socket, 'room:invite', { roomId, userId: user.id });
    await expect(page.getByRole('status', { name: 'Notices' })).toContainText(
      'joe has invited you to Night shift',
    );
    await page.locator('[data-rooms]').getByText('Night shift').waitFor();
    await page.getByRole('link', { name: 'Open' }).click();
    await expect(page).toHaveURL(new RegExp(`/chat/${roomId}$`));
    await expect(page.locator('[data-notice]')).toHaveCount(0);
    await chat.say('thanks for having me');
    await expect(chat.pending).toHaveCount(0);
    joe.socket.disconnect();
  });

  test('a page never goes on in the name of whoever has signed in since', async ({ page, server }) => {
    await signIn(page, 'mary');
    const chat = await new ChatPage(page).open(GENERAL);
    await page.context().setOffline(true);
    await page.locator('[data-line=offline]').waitFor(); // frames under way may still arrive
    await chat.say('these are mary’s words');
    await signIn(page, 'alex'); // another tab of the same browser
    await page.context().setOffline(false);
    await expect(page.locator('[data-signed-in-as]')).toHaveAttribute('data-signed-in-as', 'alex');
    await page.locator('[data-line=online]').waitFor();
    await signIn(page, 'mary'); // which ends alex's session: the page finds its way by itself
    await expect(page.locator('[data-signed-in-as]')).toHaveAttribute('data-signed-in-as', 'mary');
    await expect(chat.message('these are mary’s words')).toHaveAttribute('data-status', 'stored');
    const { socket } = await openLine(server.origin, (await loginAs(server.origin, 'joe')).sessionId);
    const { messages } = await request(socket, 'message:history', { roomId: GENERAL });
    const said = messages.filter(({ body }) => body === 'these are mary’s words');
    expect(said.map(({ from }) => from.name)).toEqual(['mary']);
    socket.disconnect();
  });

  test('a selection that ends outside of a dialog does not close it, a press outside does', async ({
    page,
  }) => {
    await signIn(page, 'mary');
    await page.goto('/chat');
    await page.locator('[data-line=online]').waitFor();
    await page.getByRole('button', { name: 'New room' }).click();
    const field = page.getByLabel('Name', { exact: true });
    await field.fill('Engine shed');
    await field.hover();
    await page.mouse.down();
    await page.mouse.move(5, 5);
    await page.mouse.up();
    await expect(field).toHaveValue('Engine shed');
    await page.mouse.click(5, 5);
    await expect(field).toHaveCount(0);
  });

  test('who is here closes by Escape, and by a press elsewhere', async ({ page }) => {
    await signIn(page, 'mary');
    const chat = await new ChatPage(page).open(GENERAL);
    const list = page.getByRole('list', { name: 'Who is here' });
    const button = page.locator('[data-online-count]');
    await button.click();
    await expect(list).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(list).toBeHidden();
    await expect(button).toBeFocused();
    await button.click();
    await chat.log.click();
    await expect(list).toBeHidden();
  });

  test('who is here shows while a room never falls silent', async ({ page, server }) => {
    const joe = await openLine(server.origin, (await loginAs(server.origin, 'joe')).sessionId);
    const roomId = v4();
    await request(joe.socket, 'room:create', { id: roomId, name: 'Rush hour', kind: 'public' });
    let talking = true;
    const talk = (async () => {
      for (; talking; await sleep(100))
        await request(joe.socket, 'message:post', { roomId, id: v7(), body: 'and on' });
    })();
    await signIn(page, 'mary');
    await new ChatPage(page).open(roomId);
    await expect(page.locator('[data-online-count="2"]')).toBeVisible();
    talking = false;
    await talk;
    joe.socket.disconnect();
  });

  test('what one reads before the script has loaded stays where it is', async ({ page, server }) => {
    const joe = await openLine(server.origin, (await loginAs(server.origin, 'joe')).sessionId);
    const roomId = v4();
    await request(joe.socket, 'room:create', { id: roomId, name: 'Slow line', kind: 'public' });
    for (let n = 0; n < 40; n++)
      await request(joe.socket, 'message:post', { roomId, id: v7(), body: `line ${n}` });
    await signIn(page, 'mary');
    const chat = new ChatPage(page);
    let letIn = () => {};
    const script = new Promise<void>((resolve) => (letIn = resolve));
    await page.route('**/*.js', async (route) => {
      await script;
      await route.continue();
    });
    await page.goto(`/chat/${roomId}`, { waitUntil: 'commit' });
    // All of it: as long as line 20 is the last there is, it cannot be scrolled up.
    for (const end of ['line 0', 'line 39']) await chat.message(end).waitFor({ state: 'attached' });
    await chat.message('line 20').evaluate((row) => row.scrollIntoView({ block: 'start' }));
    const top = () => chat.message('line 20').evaluate((row) => row.getBoundingClientRect().top);
    const before = await top();
    letIn();
    await page.locator('[data-line=online]').waitFor();
    expect(Math.abs((await top()) - before)).toBeLessThanOrEqual(1);
    await expect(page.locator('[data-newest]')).toHaveText('Newest messages'); // none came meanwhile
    joe.socket.disconnect();
  });

  test.describe('on a phone', () => {
    test.use({ viewport: { width: 390, height: 844 } });

    test('the list of rooms shows notices, and that the line is lost', async ({ page, server }) => {
      await signIn(page, 'alex');
      await page.goto('/chat');
      await page.locator('[data-line=online]').waitFor();
      await loginAs(server.origin, 'alex');
      await expect(page.locator('[data-notice=signed-in-elsewhere]')).toBeVisible();
      await page.context().setOffline(true);
      await expect(page.locator('[data-offline]')).toBeVisible();
      await page.context().setOffline(false);
      await expect(page.locator('[data-offline]')).toHaveCount(0);
    });
  });

  test('a room is made, and a message begun with somebody, by its dialogs', async ({ page, server }) => {
    const joe = await openLine(server.origin, (await loginAs(server.origin, 'joe')).sessionId);
    await signIn(page, 'mary');
    await page.goto('/chat');
    await page.locator('[data-line=online]').waitFor();
    await page.getByRole('button', { name: 'New room' }).click();
    await page.getByLabel('Name', { exact: true }).fill('<b>Engine</b> shed');
    await page.getByRole('radio', { name: /Private/ }).check();
    await page.getByRole('button', { name: 'Create the room' }).click();
    await expect(page.getByRole('heading', { name: '<b>Engine</b> shed' })).toBeVisible();
    await page.getByRole('button', { name: 'New message' }).click();
    await page.getByRole('searchbox').fill('jo');
    await page.getByRole('button', { name: 'joe' }).click();
    await page.getByRole('textbox', { name: 'Message to joe' }).fill('just for you');
    await page.keyboard.press('Enter');
    await expect
      .poll(() => joe.heard('message:posted').flatMap(({ messages }) => messages))
      .toMatchObject([{ body: 'just for you' }]);
    joe.socket.disconnect();
  });
});

test.describe('where visitors may read', () => {
  test('they see public rooms live, and are asked to sign in to write', async ({
    page,
    startServer,
    dataDir,
  }) => {
    const { origin } = await startServer({ dataDir });
    const joe = await openLine(origin, (await loginAs(origin, 'joe')).sessionId);
    const secret = v4();
    await request(joe.socket, 'room:create', { id: secret, name: 'Signal box', kind: 'private' });
    await page.goto(`${origin}/chat/${GENERAL}`);
    await expect(page).toHaveURL(/\/login/);
    expect((await operator({ DATA_DIR: dataDir }, 'settings', 'anonymousReading=on')).code).toBe(0);

    await page.goto(`${origin}/chat/${GENERAL}`);
    await page.locator('[data-line=online]').waitFor();
    await request(joe.socket, 'message:post', { roomId: GENERAL, id: v7(), body: 'for everybody' });
    await expect(new ChatPage(page).message('for everybody')).toBeVisible();
    await expect(page.locator('[data-rooms]')).not.toContainText('Signal box');
    for (const absent of [
      page.getByRole('textbox'),
      page.getByRole('button', { name: /Join|New room|New message/ }),
      page.locator('[data-online-count], [data-unread]'),
    ]) {
      await expect(absent).toHaveCount(0);
    }
    expect((await page.request.get(`${origin}/chat/${secret}`)).status()).toBe(404);

    await page.getByRole('link', { name: 'Sign in to write' }).click();
    await page.getByLabel('Handle').fill('no longer a visitor');
    await page.getByRole('button', { name: 'Ride along' }).click();
    await expect(page).toHaveURL(`${origin}/chat/${GENERAL}`);
    await expect(page.getByRole('textbox', { name: 'Message to General' })).toBeVisible();
    joe.socket.disconnect();
  });
});

test('whoever joins on the way to a room comes to that room', async ({ page }) => {
  await page.goto(`/chat/${GENERAL}`);
  await page.getByRole('link', { name: 'Create an account' }).click();
  // The page before has fields of the same names.
  await expect(page.getByRole('heading', { level: 1, name: 'Create an account' })).toBeVisible();
  await page.getByLabel('Username').fill(`traveler ${v7().slice(-6)}`);
  await page.getByLabel('Password', { exact: true }).fill('short');
  await page.getByRole('button', { name: 'Create the account' }).click();
  await expect(page.getByText('The password needs 8 to 128 characters.')).toBeVisible();
  await page.getByLabel('Password', { exact: true }).fill('a password of my own');
  await page.getByRole('button', { name: 'Create the account' }).click();
  await expect(page).toHaveURL(new RegExp(`/chat/${GENERAL}$`));
});

test('while nothing can be read, pages say so, and a form keeps what was typed', async ({
  page,
  startServer,
  dataDir,
}) => {
  const { origin } = await startServer({ dataDir });
  const { sessionId } = await loginAs(origin, 'mary');
  await page.goto(`${origin}/login`);
  const redis = new Redis(join(dataDir, 'redis.sock'));
  await redis.call('CLIENT', 'PAUSE', '10000');
  redis.disconnect();
  await page.getByLabel('Handle').fill('patient');
  await page.getByRole('button', { name: 'Ride along' }).click();
  await expect(page.getByText('cannot be reached right now')).toBeVisible();
  await expect(page.getByLabel('Handle')).toHaveValue('patient');
  const paths = ['/login', '/chat', '/account', '/monitor'];
  const answers = await Promise.all(
    paths.map((path) => fetch(origin + path, { headers: { 'x-session-id': sessionId }, redirect: 'manual' })),
  );
  expect(answers.map(({ status }) => status)).toEqual(paths.map(() => 503));
  await expect.poll(async () => (await fetch(`${origin}/login`)).status, { timeout: 20_000 }).toBe(200);
});
