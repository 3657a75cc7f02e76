// npm run pictures: takes every screen's picture, then keeps those that README, docs and the manifest show.
import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { ensureBuild } from './tools/fresh-build.js';
import { root, runTool } from './tools/run.js';

const KEPT = [
  'gate-granted-1366-light-en',
  'gate-denied-1366-dark-de',
  'gate-last-trip-390-light-de',
  'sales-choose-1366-light-en',
  'sales-confirm-390-dark-de',
  'monitor-1366-light-en',
  'chat-general-390-light-en',
  'chat-general-1366-dark-de',
  'chat-install-390-light-en',
  'offline-390-dark-de',
  'kiosk-setup-1366-light-en',
  'kiosk-bench-1366-light-en',
];

/** What the manifest shows to whoever is asked whether to install the app: as file in static/screenshots. */
const SCREENSHOTS = {
  chat: 'chat-general-390-light-en',
  monitor: 'monitor-1366-light-en',
  gate: 'gate-granted-1366-light-en',
};

await ensureBuild({ quiet: true });
const folder = mkdtempSync(join(tmpdir(), 'tapline-pictures-'));
const { code } = await runTool('playwright', ['test', 'screens'], { env: { TAPLINE_PICTURES: folder } });
for (const name of KEPT) keep(name, `docs/pictures/${name}.png`);
for (const [as, name] of Object.entries(SCREENSHOTS)) keep(name, `static/screenshots/${as}.png`);
rmSync(folder, { recursive: true });
process.exitCode = code;

/** @param {string} name @param {string} as a path from the project's folder */
function keep(name, as) {
  const file = join(root, as);
  mkdirSync(dirname(file), { recursive: true });
  copyFileSync(join(folder, `${name}.png`), file);
}
