import type { Page } from 'playwright/test';

/** Signs one of the demo's people in; the page has the cookie from then on. `origin`: of a server other than the page's. */
export async function signIn(page: Page, username: string, origin = ''): Promise<void> {
  const response = await page.request.post(`${origin}/auth/login`, {
    data: { username, password: 'password123' },
  });
  if (!response.ok()) throw new Error(`login: ${response.status()} ${await response.text()}`);
}

/** What a browser does that thinks the app worth installing. */
export const offerToInstall = (page: Page): Promise<void> =>
  page.evaluate(() => {
    const prompt = async () => Object.assign(window, { asked: true });
    window.dispatchEvent(Object.assign(new Event('beforeinstallprompt', { cancelable: true }), { prompt }));
  });
