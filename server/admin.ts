import { asRefusal } from '#contract/error-codes';
import { readCommand } from './accounts/admin-commands';
import { createApp } from './app';
import { readConfig } from './config';
import { createLogger } from './log';
import { StartError } from './start-error';

// npm run admin: what an operator does at the terminal of the server. Works beside running servers, or without one.

try {
  const command = readCommand(process.argv.slice(2));
  const app = await createApp(readConfig(process.env), { log: createLogger('error') });
  try {
    process.stdout.write(`${await command(app)}\n`);
  } finally {
    await app.close();
  }
} catch (error) {
  // What the operator can mend is told in words; anything else is a fault of ours, with its stack.
  if (asRefusal(error) || error instanceof StartError) process.stderr.write(`${(error as Error).message}\n`);
  else console.error(error);
  process.exitCode = 1;
}
// Closed connections leave timers that would hold us for two seconds.
process.exit();
