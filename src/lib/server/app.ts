import type { App } from '#server/app';

/** The App of this process: the server puts it there before the first request. */
export function runningApp(): App {
  const app = Reflect.get(globalThis, Symbol.for('tapline.app')) as App | undefined;
  if (!app) throw new Error('The App is not running');
  return app;
}
