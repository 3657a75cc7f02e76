import { join } from 'node:path';
import { endAll } from './kit/endings';
import { readOptions, type Options } from './options';
import { load, machine, writeResults, writeTable, type Results } from './report/results';
import { inWords, table } from './report/table';
import { measures } from './rows';
import { fully, quickly } from './rows/measure';

// npm run bench: measures every row and prints one table. Bundled into .cache/bench, from where it starts the others.

const ROOT = join(import.meta.dirname, '../..');

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void endAll().finally(() => process.exit(1)));
}
process.on('unhandledRejection', (error) => {
  console.error(error);
  void endAll().finally(() => process.exit(1));
});
await bench(options());
await endAll();
// A connection that lingers must not hold us.
process.exit();

function options(): Options {
  try {
    return readOptions(
      process.argv.slice(2),
      measures.map(({ name }) => name),
    );
  } catch (error) {
    console.error((error as Error).message);
    process.exit(1);
  }
}

async function bench({ only, quick, write }: Options): Promise<void> {
  const results: Results = {
    at: new Date().toISOString(),
    machine: machine(),
    load: { before: load(), after: 0 },
    quick,
    rows: [],
    failed: [],
  };
  for (const { name, run } of measures) {
    if (only.length > 0 && !only.includes(name)) continue;
    const began = performance.now();
    try {
      const rows = await run(quick ? quickly : fully);
      results.rows.push(...rows);
      for (const row of rows) console.error(`  ${inWords(row)}`);
    } catch (error) {
      results.failed.push({ name, why: String((error as Error).stack) });
    }
    console.error(`${name}: ${((performance.now() - began) / 1_000).toFixed(1)} s`);
  }
  results.load.after = load();
  tell(results);
  if (only.length === 0 && !quick) writeResults(join(ROOT, 'bench/results/latest.json'), results);
  if (write) {
    writeTable(join(ROOT, 'docs/performance.md'), results);
    writeTable(join(ROOT, 'README.md'), { ...results, rows: results.rows.filter(({ aim }) => aim) });
  }
}

function tell(results: Results): void {
  for (const { name, why } of results.failed) console.error(`\n${name} could not be measured: ${why}`);
  const { before, after } = results.load;
  console.log(`\n${table(results.rows)}\n`);
  console.log(`Load average ${before} before, ${after} after, ${results.machine.cores} cores`);
  process.exitCode = results.failed.length > 0 ? 1 : 0;
}
