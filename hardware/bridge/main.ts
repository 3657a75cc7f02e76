import { startBridge } from './bridge';
import { createLogger } from './log';
import { HELP } from './options';
import { readSettings, type Settings } from './settings';
import { SetupError } from './setup-error';

/** Longer than the slowest way to take leave of a board that hangs. */
const GIVE_UP_MS = 5000;
const CANNOT_START = 2;

try {
  const settings = readSettings(process.argv.slice(2), process.env);
  if (settings) await run(settings);
  else process.stdout.write(HELP);
} catch (error) {
  if (!(error instanceof SetupError)) throw error;
  process.stderr.write(`The bridge cannot start: ${error.message}\n`);
  process.exit(CANNOT_START);
}

async function run(settings: Settings): Promise<void> {
  const log = createLogger(settings.logLevel);
  const bridge = await startBridge(settings, log);
  const stop = (): void => {
    log.info('Stopping');
    setTimeout(() => process.exit(1), GIVE_UP_MS).unref();
    void bridge.stop().then(() => process.exit(0));
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
}
