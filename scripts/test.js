// npm test: check, unit, e2e, figures, hardware, simulator, interop and a short chaos, or those named as arguments; installs and builds what is missing.
import { ensureDependencies } from './tools/dependencies.js';
import { fail } from './tools/fail.js';
import { demandNode } from './tools/node-version.js';

demandNode();
await ensureDependencies({ dev: true });
const { conclude, runSuites, suiteNames } = await import('./tools/suites.js');
const names = process.argv.length > 2 ? process.argv.slice(2) : suiteNames;
const unknown = names.find((name) => !suiteNames.includes(name));
if (unknown) fail(`There is no suite ${unknown}; there are ${suiteNames.join(', ')}`);
conclude(await runSuites(names));
