import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './run.js';

const FOLDERS = ['src', 'server', 'hardware', 'static'];
const FILES = ['package.json', 'package-lock.json', 'svelte.config.js', 'vite.config.ts', 'tsconfig.json'];
const LEFT_OUT = /\.test\.ts$|\/paraglide\/|\/project\.inlang\/(?!settings\.json$)/;

/** Sixteen hex digits that stand for the content of everything that a build is made from. */
export function fingerprint() {
  const hash = createHash('sha256');
  for (const path of [
    ...FILES,
    ...FOLDERS.filter(isThere).flatMap(filesIn),
    'scripts/tools/compile.js',
  ].sort()) {
    const content = readFileSync(join(root, path));
    hash.update(`${path}\0${content.length}\0`).update(content);
  }
  return hash.digest('hex').slice(0, 16);
}

/** @param {string} folder */
const isThere = (folder) => existsSync(join(root, folder));

/** @param {string} folder */
function filesIn(folder) {
  const entries = readdirSync(join(root, folder), { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  const paths = files.map((entry) =>
    join(entry.parentPath, entry.name).slice(root.length).replaceAll('\\', '/'),
  );
  return paths.filter((path) => !LEFT_OUT.test(path));
}
