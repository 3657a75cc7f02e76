import { join } from 'node:path';
import { cruise } from 'dependency-cruiser';
import config from '../../.dependency-cruiser.js';
import { root } from './run.js';

// Through its interface rather than its command, which cannot be told about `$lib`.

const { forbidden = [], options = {} } = config;
const { output, exitCode } = await cruise(
  ['src', 'server', 'hardware', 'bench'],
  { ...options, baseDir: root, ruleSet: { forbidden }, validate: true, outputType: 'err' },
  { alias: { $lib: join(root, 'src/lib') } },
);
console.log(output);
process.exitCode = exitCode;
