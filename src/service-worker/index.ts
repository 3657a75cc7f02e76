import { build, files, version } from '$service-worker';
import { clientsClaim } from 'workbox-core';
import { addPlugins, cleanupOutdatedCaches, matchPrecache, precacheAndRoute } from 'workbox-precaching';
import { NavigationRoute, registerRoute } from 'workbox-routing';
import { NetworkOnly } from 'workbox-strategies';
import { offlinePages, offlinePageFor } from './offline-pages';

// What the pages are made of is kept; the pages themselves are not, for they show what is somebody's. Without a line
// there is one page that says so, and goes on by itself.

declare const self: ServiceWorkerGlobalScope;

/** On a line that swallows everything, somebody still learns what is wrong. */
const PATIENCE_SECONDS = 20;

/** What only a kiosk without hardware needs. */
const EMULATOR = /\/workers\//;

/** Not the sounds and pictures: phones that chat need none of them. */
const KEPT_FILES = /^\/(icons\/|favicon|offline)/;

// Kept pages are nobody's: asked for without a cookie, and no cookie is taken from them.
addPlugins([
  {
    requestWillFetch: async ({ request }) =>
      request.url.includes(offlinePages.path) ? new Request(request, { credentials: 'omit' }) : request,
  },
]);
precacheAndRoute([
  ...build.filter((url) => !EMULATOR.test(url)).map((url) => ({ url, revision: null })), // the hash is in the name
  ...[...files.filter((url) => KEPT_FILES.test(url)), ...offlinePages.all].map((url) => ({
    url,
    revision: version,
  })),
]);
cleanupOutdatedCaches();
clientsClaim();

const fromServer = new NetworkOnly({ networkTimeoutSeconds: PATIENCE_SECONDS });

registerRoute(
  new NavigationRoute(async (options) => {
    try {
      return await fromServer.handle(options);
    } catch {
      const page = await matchPrecache(await offlinePageFor(options.request.url));
      return page ?? Response.error();
    }
  }),
);

self.addEventListener('activate', (event) => {
  // The page is asked for while this wakes up. Not every browser can.
  const { navigationPreload } = self.registration as Partial<ServiceWorkerRegistration>;
  if (navigationPreload) event.waitUntil(navigationPreload.enable());
});

self.addEventListener('message', (event) => {
  const { type } = (event.data ?? {}) as { type?: unknown };
  if (type === 'SKIP_WAITING') event.waitUntil(self.skipWaiting());
  if (type === 'CLAIM') event.waitUntil(self.clients.claim());
});
