// npm run bench: what things cost, beside rivals and limits, as one table. `-- --only tap,fan-out`, `-- --quick`.
import { ensureDependencies } from './tools/dependencies.js';
import { demandNode } from './tools/node-version.js';

demandNode();
await ensureDependencies({ dev: true });
const { ensurePrograms } = await import('./tools/programs.js');
const { ensureBuild } = await import('./tools/fresh-build.js');
const { compileBench } = await import('./tools/compile-bench.js');
const { run } = await import('./tools/run.js');
const { chromiumPath } = await import('../tests/kit/chromium.js');

await ensurePrograms(['redis', 'chromium']);
await ensureBuild({ quiet: true });
const program = await compileBench();
const { code } = await run(process.execPath, ['--enable-source-maps', program, ...process.argv.slice(2)], {
  env: { CHROMIUM: chromiumPath() },
});
process.exitCode = code;
