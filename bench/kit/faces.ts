import type { Page } from 'playwright';
import { GENERAL } from '#domain/chat/room';

/** A page of the app as somebody comes to it. */
export interface Face {
  name: string;
  path: string;
  /** A phone or a desk. */
  viewport: { width: number; height: number };
  /** One of the demo's people, where one must be signed in. */
  as?: string;
  /** What is there once it can be used. */
  ready: string;
  /** What people do there, for how soon the page answers a hand. */
  use(page: Page): Promise<void>;
  /** In KB, compressed. */
  mostWeight: number;
}

const PHONE = { width: 390, height: 844 };
const DESK = { width: 1366, height: 900 };

export const faces: readonly Face[] = [
  {
    name: 'sign-in',
    path: '/login',
    viewport: PHONE,
    ready: 'form',
    mostWeight: 60,
    use: async (page) => {
      await page.getByLabel('Handle').pressSequentially('maria', { delay: 60 });
      await page.getByLabel('Username').click();
    },
  },
  {
    name: 'chat',
    path: `/chat/${GENERAL}`,
    viewport: PHONE,
    as: 'mary',
    ready: '[data-line=online]',
    mostWeight: 120,
    use: async (page) => {
      const composer = page.getByRole('textbox', { name: /Message to/ });
      await composer.pressSequentially('On my way', { delay: 60 });
      await page.getByRole('button', { name: 'Send' }).click();
      await page.locator('[data-message-id]', { hasText: 'On my way' }).last().waitFor();
    },
  },
  {
    name: 'gate',
    path: '/kiosk/gate?device=gate-north',
    viewport: DESK,
    ready: '[data-kiosk=gate][data-state=idle]',
    mostWeight: 120,
    use: async (page) => {
      await page.locator('[data-panel-card]').pressSequentially('04AA', { delay: 60 });
      await page.locator('[data-panel-tap]').click();
      await page.locator('[data-state=denied]').waitFor();
    },
  },
  {
    name: 'monitor',
    path: '/monitor',
    viewport: DESK,
    as: 'pablo',
    ready: '[data-health=live]',
    mostWeight: 140,
    use: async (page) => {
      const pause = page.getByRole('button', { name: /pause/i });
      await pause.click();
      await page.getByRole('button', { name: /resume|continue|go on/i }).click();
    },
  },
];
