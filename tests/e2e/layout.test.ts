import { layoutFaults } from './layout';
import { expect, test } from './test';

const frame = 'position: absolute; width: 120px; height: 20px; white-space: nowrap; font: 16px sans-serif;';

test.describe('the layout check sees', () => {
  test.use({ viewport: { width: 390, height: 844 } });

  const faulty: Record<string, string> = {
    'scrolls sideways': '<p style="width: 500px">wide</p>',
    'cut off': `<p style="${frame} overflow: hidden">a text that is longer than its frame</p>`,
    'upon each other': `<p style="${frame} top: 40px">first</p><p style="${frame} top: 44px">second</p>`,
    'sticks out': `<div style="overflow: clip"><p style="${frame} left: 350px">leaves the screen</p></div>`,
  };
  for (const [fault, html] of Object.entries(faulty)) {
    test(`text that ${fault}`, async ({ page }) => {
      await page.setContent(html);
      expect((await layoutFaults(page)).join('\n')).toContain(fault);
    });
  }

  test('nothing wrong with what is whole, scrolls, or is for screen readers', async ({ page }) => {
    await page.setContent(`
      <p>whole</p>
      <div style="height: 40px; overflow-y: auto"><p>one</p><p>two</p><p>three</p></div>
      <p style="${frame} top: 300px; overflow: hidden; text-overflow: ellipsis">a text that ends in dots</p>
      <p style="${frame} clip-path: inset(50%); overflow: hidden; width: 1px">only heard by some people</p>`);
    expect(await layoutFaults(page)).toEqual([]);
  });
});
