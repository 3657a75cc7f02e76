import { existsSync, mkdirSync, readdirSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { CH340, UNO } from './fake-port';

/** Where Debian's Chromium looks for what the machine's owner has decided. */
const FOLDER = '/etc/chromium/policies/managed';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

let count = 0;

/**
 * Grants the ports to the pages of an origin, as an operator does who manages kiosks: the chooser cannot be worked without
 * a screen. Returns the way to take it back, which is also done when this process ends before. Chromium takes the last of
 * several files, so all runs at one time must grant the same.
 */
export function grantPort(origin: string): () => void {
  const file = join(FOLDER, `tapline-test-${process.pid}-${(count += 1)}.json`);
  mkdirSync(FOLDER, { recursive: true });
  writeFileSync(file, JSON.stringify(policyFor(origin)));
  removeLeftovers();

  const remove = (): void => {
    rmSync(file, { force: true });
    [FOLDER, dirname(FOLDER)].forEach(removeIfEmpty);
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
    {
      devices: [UNO, CH340].map(({ vendor, product }) => ({ vendor_id: vendor, product_id: product })),
      urls: [origin],
    },
  ],
});

/** Of runs that were killed, and could not. */
function removeLeftovers(): void {
  for (const name of readdirSync(FOLDER)) {
    const [, pid] = /^tapline-test-(\d+)-\d+\.json$/.exec(name) ?? [];
    if (pid && !existsSync(`/proc/${pid}`)) rmSync(join(FOLDER, name), { force: true });
  }
}

/** Another run may use it, or have removed it. */
function removeIfEmpty(folder: string): void {
  try {
    rmdirSync(folder);
  } catch (error) {
    if (!['ENOTEMPTY', 'ENOENT'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
  }
}
