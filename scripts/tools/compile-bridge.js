import { existsSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'vite';
import { withLock } from '../../server/file-lock.js';
import { fingerprint } from './fingerprint.js';
import { cacheFolder, root } from './run.js';

/**
 * Bundles hardware/bridge, and not the pages: a small machine has no memory for those. Gives the program to run, which is
 * made once from the sources as they are.
 */
export async function ensureBridge() {
  const folder = join(cacheFolder(), 'bridge');
  const outDir = join(folder, fingerprint());
  await withLock({ dir: cacheFolder(), name: 'bridge', waiting: () => undefined }, async () => {
    if (existsSync(outDir)) return;
    await rm(folder, { recursive: true, force: true });
    const draft = join(folder, 'unfinished');
    await compile(draft);
    await rename(draft, outDir);
  });
  return join(outDir, 'main.js');
}

/** @param {string} outDir */
function compile(outDir) {
  return build({
    root,
    configFile: false,
    publicDir: false,
    logLevel: 'warn',
    build: {
      ssr: join(root, 'hardware/bridge/main.ts'),
      outDir,
      sourcemap: true,
      target: 'node20',
      rolldownOptions: { output: { entryFileNames: 'main.js', codeSplitting: false } },
    },
  });
}
