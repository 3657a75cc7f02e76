import { join } from 'node:path';
import { build } from 'vite';
import { cacheFolder, root } from './run.js';

/** The bench and what it starts, each a program of its own. */
const PROGRAMS = {
  main: 'main',
  probe: 'kit/probe',
  crowd: 'crowd/main',
  'bare-socketio': 'rivals/bare-socketio',
  'raw-ws': 'rivals/raw-ws',
};

/** Bundles bench/ into .cache/bench; gives the program to run. */
export async function compileBench() {
  const outDir = join(cacheFolder(), 'bench');
  const entries = Object.entries(PROGRAMS).map(([name, file]) => [name, join(root, 'bench', `${file}.ts`)]);
  await build({
    root,
    configFile: false,
    publicDir: false,
    logLevel: 'warn',
    build: {
      ssr: true,
      outDir,
      emptyOutDir: true,
      sourcemap: true,
      target: 'node20',
      rolldownOptions: {
        input: Object.fromEntries(entries),
        output: { entryFileNames: '[name].js', chunkFileNames: 'shared-[hash].js' },
      },
    },
  });
  return join(outDir, 'main.js');
}
