// npm run bridge: a board on a machine without a browser, as a gate or a till; `-- --help` says how.
import { pathToFileURL } from 'node:url';
import { ensureDependencies, isThere } from './tools/dependencies.js';
import { fail } from './tools/fail.js';
import { demandNode } from './tools/node-version.js';

demandNode();
await ensureDependencies({ dev: true });
if (!isThere('serialport')) fail('The bridge needs serialport: install it with "npm ci --include=optional"');
const { ensureBridge } = await import('./tools/compile-bridge.js');
const program = await ensureBridge();
process.setSourceMapsEnabled(true);
// In this very process, so that signals reach the bridge and nothing stands between it and its terminal.
await import(pathToFileURL(program).href);
