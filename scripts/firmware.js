// npm run firmware: builds the board's program and compares it with the image that is kept; `-- --write` keeps the new one.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fail } from './tools/fail.js';
import { buildFirmware, COMPILER, compilerVersion, keptImage } from './tools/firmware.js';
import { ensurePrograms } from './tools/programs.js';
import { cacheFolder } from './tools/run.js';

await ensurePrograms(['avr']);
const { image, flash, ram } = await buildFirmware(join(cacheFolder(), 'firmware'));
console.log(`Flash ${flash} of 32,768 bytes, RAM ${ram} of 2,048`);
const version = await compilerVersion();
if (process.argv.includes('--write')) {
  writeFileSync(keptImage, image);
  console.log(`Kept, as made by avr-gcc ${version}`);
} else if (image === readFileSync(keptImage, 'utf8')) {
  console.log('The same as the image that is kept');
} else if (version === COMPILER) {
  fail('Not the image that is kept: "npm run firmware -- --write" keeps the new one');
} else {
  console.log(`Other bytes than those that are kept, which avr-gcc ${COMPILER} made; this is ${version}`);
}
