// npm run pictures: takes every screen's picture, then keeps those that README and docs show.
import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureBuild } from './tools/fresh-build.js';
import { root, runTool } from './tools/run.js';

const KEPT = [
  'gate-idle-1366-light-en',
  'gate-granted-1366-light-en',
  'gate-denied-1366-dark-de',
  'gate-last-trip-390-light-de',
  'sales-choose-1366-light-en',
  'sales-confirm-390-dark-de',
  'monitor-1366-light-en',
  'monitor-1366-dark-de',
  'home-390-light-en',
  'chat-general-390-light-en',
  'chat-general-1366-dark-de',
  'login-1366-light-en',
];

await ensureBuild({ quiet: true });
const folder = mkdtempSync(join(tmpdir(), 'tapline-pictures-'));
const { code } = await runTool('playwright', ['test', 'screens'], { env: { TAPLINE_PICTURES: folder } });
const docs = join(root, 'docs/pictures');
mkdirSync(docs, { recursive: true });
for (const name of KEPT) copyFileSync(join(folder, `${name}.png`), join(docs, `${name}.png`));
rmSync(folder, { recursive: true });
process.exitCode = code;
