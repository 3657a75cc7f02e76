/**
 * Makes the app's icons in static/icons. Run it after a change of the mark, and commit what it makes. Needs Chromium.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright';
import { chromiumPath } from '../tests/kit/chromium.js';
import { root } from './tools/run.js';

const OUT = join(root, 'static/icons');
/** `--line` and `--on-line` of the light scheme. */
const [LINE, ON_LINE] = ['#3340c4', '#ffffff'];

/**
 * The mark of static/favicon.svg. A maskable icon may be cut to a circle of 80 % of its width (W3C manifest, 2.5.2), an
 * iPhone rounds corners itself: both are filled to the edge.
 *
 * @type {[name: string, size: number, shape: { scale: number, radius: number }][]}
 */
const ICONS = [
  ['any-192', 192, { scale: 1, radius: 7 }],
  ['any-512', 512, { scale: 1, radius: 7 }],
  ['maskable-192', 192, { scale: 0.72, radius: 0 }],
  ['maskable-512', 512, { scale: 0.72, radius: 0 }],
  ['apple-touch-icon', 180, { scale: 0.9, radius: 0 }],
];

mkdirSync(OUT, { recursive: true });
const executablePath = chromiumPath();
const browser = await chromium.launch({
  ...(executablePath !== undefined && { executablePath }),
  args: ['--no-sandbox'],
});
for (const [name, size, shape] of ICONS) {
  const page = await browser.newPage({ viewport: { width: size, height: size } });
  await page.setContent(`<style>body { margin: 0 } svg { display: block }</style>${drawing(size, shape)}`);
  await page.screenshot({ path: join(OUT, `${name}.png`), omitBackground: true });
  await page.close();
}
await browser.close();

/** @param {number} size @param {{ scale: number, radius: number }} shape */
function drawing(size, { scale, radius }) {
  // The mark's middle, 16 16.9, comes to the middle of the icon.
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32" width="${size}" height="${size}">
    <rect width="32" height="32" rx="${radius}" fill="${LINE}"/>
    <g transform="translate(16 16) scale(${scale}) translate(-16 -${scale === 1 ? 16 : 16.9})"
      fill="none" stroke="${ON_LINE}" stroke-width="3.5" stroke-linecap="round">
      <path d="M5 12h22M16 12v14"/><circle cx="16" cy="12" r="4.5" fill="${LINE}" stroke-width="3"/>
    </g>
  </svg>`;
}
