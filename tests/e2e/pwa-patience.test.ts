import { inCharge, test } from './profile';
import { openSwallowingLine } from './swallowing-line';
import { expect } from './test';

// A file of its own, for it takes as long as somebody's patience does: another one runs meanwhile.

test(
  'on a line that swallows everything somebody learns it in the end, and comes in when it is mended',
  { tag: '@waits' },
  async ({ profile, server }) => {
    const line = await openSwallowingLine(server.origin);
    try {
      const page = await profile.newPage();
      await page.goto(`${line.origin}/login`);
      await inCharge(page);
      line.swallow();
      await page.goto(`${line.origin}/chat`, { timeout: 25_000 });
      await expect(page.getByRole('heading', { name: 'No line to the server' })).toBeVisible();
      await page.waitForTimeout(4_000); // it has asked, and is not answered
      line.heal();
      await expect(page).toHaveURL(/\/login/, { timeout: 10_000 });
    } finally {
      line.close();
    }
  },
);
