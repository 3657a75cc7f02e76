import { expect, test } from './test';

test('the started server shows the home page', async ({ page }) => {
  await page.goto('/');
  await expect(page).toHaveTitle(/Tapline/);
});

test('pages run only scripts of their own and talk to their own server alone', async ({ server }) => {
  for (const path of ['/', '/login', '/join', '/kiosk/gate?device=gate-north', '/nowhere']) {
    const policy = (await fetch(server.origin + path)).headers.get('content-security-policy') ?? '';
    expect(policy).toMatch(/script-src 'self' 'nonce-[^']+'/);
    expect(policy).toMatch(/connect-src 'self'(;|$)/);
    expect(policy).toContain("frame-ancestors 'self'");
    expect(policy).not.toMatch(/script-src[^;]*unsafe/);
  }
});
