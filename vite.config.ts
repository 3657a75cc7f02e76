import { paraglideVitePlugin } from '@inlang/paraglide-js';
import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig } from 'vitest/config';
import { taplineDev } from './server/dev.ts';

export default defineConfig({
  plugins: [
    paraglideVitePlugin({
      project: './src/lib/i18n/project.inlang',
      outdir: './src/lib/i18n/paraglide',
      strategy: ['custom-page', 'baseLocale'],
      emitTsDeclarations: true,
    }),
    sveltekit(),
    taplineDev(),
  ],
  environments: {
    client: {
      build: {
        rolldownOptions: {
          output: {
            // What most pages share, in three files: of its own accord Rolldown makes forty, each with headers of its own.
            codeSplitting: {
              groups: [
                {
                  name: 'framework',
                  test: /node_modules\/(svelte|@sveltejs|devalue)\/|preload-helper/,
                  minShareCount: 3,
                },
                { name: 'ground', test: /\/src\/lib\/(ui|i18n|pwa)\/|browser-storage/, minShareCount: 3 },
                {
                  name: 'line',
                  test: /node_modules\/(socket|engine)\.io|\/src\/lib\/(socket|contract\/client)\//,
                  minShareCount: 3,
                },
              ],
            },
          },
        },
      },
    },
  },
  server: {
    // The private Redis writes into data, the build into build: neither is code.
    watch: { ignored: ['data', 'build', 'test-results'].map((name) => `${import.meta.dirname}/${name}/**`) },
  },
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['{src,server,hardware,bench}/**/*.test.ts', 'scripts/**/*.test.js'],
          environment: 'node',
          testTimeout: process.env['TAPLINE_DEEP'] === '1' ? 600_000 : 20_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'hardware',
          include: ['tests/hardware/**/*.test.ts'],
          environment: 'node',
          testTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'interop',
          include: ['tests/interop/**/*.test.ts'],
          environment: 'node',
          testTimeout: 30_000,
        },
      },
      {
        extends: true,
        test: { name: 'chaos', include: ['tests/chaos/**/*.test.ts'], environment: 'node' },
      },
    ],
  },
});
