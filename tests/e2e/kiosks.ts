import type { Locator, Page } from 'playwright/test';

/** A gate in the browser, worked as a person would. */
export class GatePage {
  readonly screen: Locator;

  constructor(readonly page: Page) {
    this.screen = page.locator('[data-kiosk=gate]');
  }

  async open(device = 'gate-north', query = ''): Promise<this> {
    await this.page.goto(`/kiosk/gate?device=${device}${query}`);
    await this.page.locator('[data-kiosk=gate][data-state=idle]').waitFor();
    return this;
  }

  /** Holds a card to the reader on the screen. */
  tap = (cardId: string): Promise<void> => tapOnPanel(this.page, cardId);

  lamp = (color: 'red' | 'amber' | 'green'): Locator => this.page.locator(`[data-panel-lamp=${color}]`);
  relay = (): Locator => this.page.locator('[data-panel-relay]');
}

/** A till in the browser. */
export class SalesPage {
  readonly screen: Locator;

  constructor(readonly page: Page) {
    this.screen = page.locator('[data-kiosk=sales]');
  }

  async open(device = 'sales-1', query = ''): Promise<this> {
    await this.page.goto(`/kiosk/sales?device=${device}${query}`);
    await this.page.locator('[data-kiosk=sales][data-step=tap]:not([data-trouble])').waitFor();
    return this;
  }

  tap = (cardId: string): Promise<void> => tapOnPanel(this.page, cardId);
  choose = (product: string): Promise<void> => this.page.locator(`[data-product=${product}]`).click();
  cancel = (): Promise<void> => this.page.locator('[data-action=cancel]').click();
  atStep = (step: string): Promise<void> =>
    this.page.locator(`[data-kiosk=sales][data-step=${step}]`).waitFor();
}

async function tapOnPanel(page: Page, cardId: string): Promise<void> {
  await page.locator('[data-panel-card]').fill(cardId);
  await page.locator('[data-panel-tap]').click();
}

/**
 * A card read by a keyboard-wedge reader: a key every 5 ms, then Enter. The keys say themselves when they were struck, so
 * that a busy machine does not slow the reader down, and it was a moment ago: an Enter that follows at once is a person's.
 * Nothing on the page has the focus.
 */
export async function wedge(page: Page, cardId: string): Promise<void> {
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
  const browser = await page.context().newCDPSession(page);
  const strokes = [...cardId].map((key) => ({ key, text: key }));
  const began = Date.now() / 1000 - 0.2;
  const events = [...strokes, { key: 'Enter', text: '\r' }].flatMap(({ key, text }, index) => {
    const timestamp = began + index * 0.005;
    return [
      browser.send('Input.dispatchKeyEvent', { type: 'keyDown', key, text, timestamp }),
      browser.send('Input.dispatchKeyEvent', { type: 'keyUp', key, timestamp }),
    ];
  });
  await Promise.all(events);
  await browser.detach();
}
