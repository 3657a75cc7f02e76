import { expect, test } from './test';

test('the started server shows the home page', async ({ page }) => {
  await page.goto('/');
  await expect(page).toHaveTitle(/Tapline/);
});
