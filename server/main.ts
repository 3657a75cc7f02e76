import { readConfig } from './config';
import { start } from './start';
import { StartError } from './start-error';

try {
  await start(readConfig(process.env));
} catch (error) {
  // What the person who started it can mend is told in one line; anything else is a fault of ours, with its stack.
  if (error instanceof StartError) process.stderr.write(`Tapline cannot start: ${error.message}\n`);
  else console.error(error);
  process.exit(1);
}
