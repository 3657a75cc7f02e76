import { expect, type Locator, type Page } from 'playwright/test';

export async function signInWithPassword(
  page: Page,
  username: string,
  password = 'password123',
): Promise<void> {
  await page.goto('/login');
  await page.getByLabel('Username').fill(username);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.waitForURL(/\/chat/);
}

export async function signInAsGuest(page: Page, handle: string): Promise<void> {
  await page.goto('/login');
  await page.getByLabel('Handle').fill(handle);
  await page.getByRole('button', { name: 'Ride along' }).click();
  await page.waitForURL(/\/chat/);
}

/** A room in the browser, used as a person would. */
export class ChatPage {
  readonly log: Locator;
  readonly pending: Locator;

  constructor(readonly page: Page) {
    this.log = page.getByRole('log');
    this.pending = page.locator('[data-message-id][data-status=pending]');
  }

  /** `origin`: of a server other than the page's. */
  async open(roomId: string, origin = ''): Promise<this> {
    await this.page.goto(`${origin}/chat/${encodeURIComponent(roomId)}`);
    const join = this.page.getByRole('button', { name: 'Join to write' });
    await this.composer().or(join).waitFor();
    if (await join.isVisible()) await join.click();
    await this.composer().waitFor();
    await this.page.locator('[data-line=online]').waitFor();
    return this;
  }

  composer = (): Locator => this.page.getByRole('textbox', { name: /Message to/ });
  message = (text: string): Locator =>
    this.page.locator('[data-message-id]').filter({ hasText: text }).last();

  /** Writes and sends; gives the message's id, which it bears at once. */
  async say(text: string): Promise<string> {
    await this.composer().fill(text);
    await this.page.getByRole('button', { name: 'Send' }).click();
    const last = this.page.locator('[data-message-id]', { hasText: text }).last();
    return (await last.getAttribute('data-message-id')) ?? '';
  }

  /** Scrolls away from the newest, again where rows that still grow bring the end back into sight. */
  async readFurtherUp(): Promise<void> {
    await expect(async () => {
      await this.log.evaluate((log) => (log.scrollTop = log.scrollHeight / 3));
      await this.page.locator('[data-newest]').waitFor({ timeout: 500 });
    }).toPass();
  }

  texts = (): Promise<string[]> => this.page.locator('[data-message-id] [data-body]').allInnerTexts();

  seqs = (): Promise<number[]> =>
    this.page
      .locator('[data-message-id]')
      .evaluateAll((all) => all.map((one) => Number((one as HTMLElement).dataset['seq'])));

  oldestSeq = async (): Promise<number> => (await this.seqs())[0] ?? 0;

  /**
   * Scrolls to the top and waits for the older page. Gives by how many pixels at most the message that was read had moved
   * in any frame meanwhile.
   */
  async pageUp(): Promise<number> {
    return this.log.evaluate(async (log) => {
      const scroller = [log, ...parents(log)].find((one) => one.scrollHeight > one.clientHeight + 1);
      if (!scroller) throw new Error('nothing scrolls');
      const oldest = () => log.querySelector<HTMLElement>('[data-message-id]');
      const before = oldest();
      scroller.scrollTop = 0;
      const anchor = before as HTMLElement;
      const top = anchor.getBoundingClientRect().top;
      let drift = 0;
      const deadline = performance.now() + 5_000;
      for (let after = 0; after < 10;) {
        await new Promise(requestAnimationFrame);
        drift = Math.max(drift, Math.abs(anchor.getBoundingClientRect().top - top));
        if (oldest() !== before) after++;
        if (performance.now() > deadline) throw new Error('no older page came');
      }
      return drift;

      function parents(element: Element): Element[] {
        return element.parentElement ? [element.parentElement, ...parents(element.parentElement)] : [];
      }
    });
  }
}
