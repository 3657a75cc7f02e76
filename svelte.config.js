import adapter from '@sveltejs/adapter-node';
import { vitePreprocess } from '@sveltejs/vite-plugin-svelte';

/** @type {import('@sveltejs/kit').Config} */
export default {
  preprocess: vitePreprocess(),
  kit: {
    adapter: adapter({ out: process.env.TAPLINE_BUILD_DIR ?? 'build' }),
    serviceWorker: { register: false },
    // A page's own rules are small: they come with it, and nothing else holds up its first picture.
    inlineStyleThreshold: 4096,
    // Named by what it is made of, so that the same sources are not a new version.
    version: { name: process.env.TAPLINE_BUILD ?? 'development' },
    csp: {
      mode: 'nonce',
      directives: {
        'default-src': ['self'],
        'connect-src': ['self'],
        'img-src': ['self', 'data:'],
        'style-src': ['self', 'unsafe-inline'],
        'object-src': ['none'],
        'base-uri': ['self'],
        'form-action': ['self'],
        'frame-ancestors': ['self'],
      },
    },
    typescript: {
      config: (config) => {
        config.include.push(
          '../server/**/*.ts',
          '../hardware/**/*.ts',
          '../tests/**/*.ts',
          '../bench/**/*.ts',
          '../scripts/**/*.js',
          '../static/*.js',
          '../*.config.ts',
          '../*.config.js',
        );
        return config;
      },
    },
  },
};
