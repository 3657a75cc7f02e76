import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

export interface Installation {
  /** The program to start a server from. */
  main: string;
  /** Puts another version in the place of this one, as an operator does who updates: stop the server before. */
  replaceBy(version: string): void;
  remove(): void;
}

/** A copy of the built server of its own, so that its version can change. */
export function installCopy(): Installation {
  const built = /\.\/([0-9a-f]{16})\//.exec(readFileSync(join(ROOT, 'build/main.js'), 'utf8'))?.[1];
  if (!built) throw new Error('build/main.js names no build');
  // Within the project, where what it imports is found.
  mkdirSync(join(ROOT, 'test-results'), { recursive: true });
  const folder = mkdtempSync(join(ROOT, 'test-results/installation-'));
  cpSync(join(ROOT, 'build', built), folder, { recursive: true });
  const client = join(folder, 'client');
  let current = built;
  return {
    main: join(folder, 'main.js'),
    replaceBy(version) {
      const worker = join(client, 'service-worker.js');
      const text = readFileSync(worker, 'utf8');
      if (!text.includes(current)) throw new Error('the service worker does not name its version');
      writeFileSync(worker, text.replaceAll(current, version));
      for (const name of readdirSync(client)) {
        if (/^service-worker\.js\.(br|gz)$/.test(name)) rmSync(join(client, name));
      }
      current = version;
    },
    remove: () => rmSync(folder, { recursive: true }),
  };
}
