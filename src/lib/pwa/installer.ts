import { dev } from '$app/environment';
import { hold, isTyping } from './hold';
import { createUpdate, type Update } from './update.svelte';

const LOOK_FOR_NEWS_MS = 3_600_000;

/**
 * Installs the service worker of this version and watches for newer ones. Null where there are none: in development, in
 * browsers that cannot, and on an address that is not secure.
 */
export async function installWorker(unattended: () => boolean): Promise<Update | null> {
  if (dev || !('serviceWorker' in navigator)) return null;
  // Loaded here: the page is drawn without it, and a server that makes pages has no use for it.
  const { Workbox } = await import('workbox-window');
  const installer = new Workbox('/service-worker.js');
  const update = createUpdate({
    installer,
    controlled: navigator.serviceWorker.controller !== null,
    // Who asks for it knows that drafts are kept.
    isHeld: (asked) => hold.isHeld() || isTyping(document, { drafts: !asked }),
    unattended,
    reload: () => location.reload(),
  });
  // Without it everything works but the offline page: not worth a word to anybody. Once it listens, it hears who takes charge.
  installer
    .register()
    .then(() => takeUp(navigator.serviceWorker))
    .catch(() => undefined);
  const look = (): void => void installer.update().catch(() => undefined);
  const lookWhenSeen = (): void => {
    if (document.visibilityState === 'visible') look();
  };
  const timer = setInterval(look, LOOK_FOR_NEWS_MS);
  document.addEventListener('visibilitychange', lookWhenSeen);
  return {
    get state() {
      return update.state;
    },
    accept: update.accept,
    stop() {
      update.stop();
      clearInterval(timer);
      document.removeEventListener('visibilitychange', lookWhenSeen);
    },
  };
}

/**
 * A page that was on its way while the first worker took charge of all others belongs to none: the first that took charge of
 * it would be a newer version's, and be taken for the first ever.
 */
async function takeUp(container: ServiceWorkerContainer): Promise<void> {
  const { active } = await container.ready;
  if (!container.controller) active?.postMessage({ type: 'CLAIM' });
}
