import { existsSync, mkdirSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { USB } from './fake-port';

/** Where Debian's Chromium looks for what the machine's owner has decided. */
const FOLDER = '/etc/chromium/policies/managed';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

let count = 0;

/**
 * Grants the port to the pages of an origin, as an operator does who manages kiosks: the chooser cannot be worked without
 * a screen. Returns the way to take it back, which is also done when this process ends before.
 */
export function grantPort(origin: string): () => void {
  const made = missingFolders(FOLDER);
  const file = join(FOLDER, `tapline-test-${process.pid}-${(count += 1)}.json`);
  mkdirSync(FOLDER, { recursive: true });
  writeFileSync(file, JSON.stringify(policyFor(origin)));

  const remove = (): void => {
    rmSync(file, { force: true });
    for (const folder of made) removeIfEmpty(folder);
  };
  const removeAndEnd = (signal: NodeJS.Signals): void => {
    remove();
    SIGNALS.forEach((name) => process.off(name, removeAndEnd));
    process.kill(process.pid, signal);
  };
  process.once('exit', remove);
  SIGNALS.forEach((name) => process.once(name, removeAndEnd));
  return () => {
    remove();
    process.off('exit', remove);
    SIGNALS.forEach((name) => process.off(name, removeAndEnd));
  };
}

const policyFor = (origin: string) => ({
  SerialAllowUsbDevicesForUrls: [
    { devices: [{ vendor_id: USB.vendor, product_id: USB.product }], urls: [origin] },
  ],
});

/** The folders of a path that are not there yet, the innermost first. */
const missingFolders = (path: string): string[] =>
  existsSync(path) ? [] : [path, ...missingFolders(dirname(path))];

/** Another run may have begun to use it. */
function removeIfEmpty(folder: string): void {
  try {
    rmdirSync(folder);
  } catch (error) {
    if (!['ENOTEMPTY', 'ENOENT'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
  }
}
