import { join } from 'node:path';
import { build } from 'vite';
import { root } from './run.js';

// Run in a process of its own, with TAPLINE_BUILD_DIR naming the folder to build into.
const outDir = process.env['TAPLINE_BUILD_DIR'];
if (!outDir) throw new Error('TAPLINE_BUILD_DIR is not set');

await buildPages();
await buildServer(outDir);

/** SvelteKit and its Node adapter: handler.js, the client's files, the pages. */
function buildPages() {
  return build({ root });
}

/**
 * The programs, server/main.ts and server/admin.ts, with all they import of ours, as main.js and admin.js beside
 * handler.js, which main.js loads when it runs.
 *
 * @param {string} outDir
 */
function buildServer(outDir) {
  return build({
    root,
    configFile: false,
    publicDir: false,
    build: {
      ssr: true,
      outDir,
      emptyOutDir: false,
      sourcemap: true,
      target: 'node20',
      rolldownOptions: {
        input: { main: join(root, 'server/main.ts'), admin: join(root, 'server/admin.ts') },
        output: { entryFileNames: '[name].js', chunkFileNames: 'server-[hash].js' },
      },
    },
  });
}
