// npm run check: types, lint, format, import rule and cycles.
import { ensureDependencies } from './tools/dependencies.js';
import { demandNode } from './tools/node-version.js';

demandNode();
await ensureDependencies({ dev: true });
const { runChecks } = await import('./tools/checks.js');
const { failed } = await runChecks();
process.exitCode = failed > 0 ? 1 : 0;
