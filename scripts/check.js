// npm run check: types, lint, format, import rule and cycles.
import { ensureDependencies } from './tools/dependencies.js';
import { demandNode } from './tools/node-version.js';

demandNode();
await ensureDependencies({ dev: true });
const { runChecks } = await import('./tools/checks.js');
const { failures } = await runChecks();
process.exitCode = failures.length > 0 ? 1 : 0;
