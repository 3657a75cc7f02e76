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
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['{src,server,hardware}/**/*.test.ts'],
          environment: 'node',
          testTimeout: 20_000,
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
    ],
  },
});
