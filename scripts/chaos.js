// npm run test:chaos: every fault as often as it takes; `-- --write` keeps the report in docs and README.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ensureDependencies } from './tools/dependencies.js';
import { demandNode } from './tools/node-version.js';

demandNode();
await ensureDependencies({ dev: true });
const { conclude, runSuites } = await import('./tools/suites.js');
const { root } = await import('./tools/run.js');
process.env['TAPLINE_CHAOS'] = 'full';
const tally = await runSuites(['chaos']);
if (process.argv.includes('--write')) keepReport();
conclude(tally);

/** Puts the report between the markers of the pages that show it. */
function keepReport() {
  const report = readFileSync(join(root, '.cache/test/torture.md'), 'utf8').trim();
  const between = /(<!-- report -->\n)[^]*(<!-- end of report -->)/;
  for (const name of ['docs/torture-report.md', 'README.md']) {
    const page = join(root, name);
    writeFileSync(page, readFileSync(page, 'utf8').replace(between, `$1\n${report}\n\n$2`));
  }
}
