import { readFileSync } from 'node:fs';
import { readConfig } from '#server/config';
import { start } from '#server/start';

// The server as it is, but for its clock: as many milliseconds ahead of Redis's as the file at hand says.
const file = process.env['TEST_CLOCK_FILE'] ?? '';

await start(readConfig(process.env), {
  clock: (redisTime) => redisTime + Number(readFileSync(file, 'utf8')),
});
