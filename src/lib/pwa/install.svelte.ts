import { browserStorage } from '$lib/browser-storage';
import { installWay, type InstallWay } from './install-way';

/** The browser's offer to ask whether the app shall be installed. Chromium only, so no library of types has it. */
interface InstallPrompt extends Event {
  prompt(): Promise<{ outcome: 'accepted' | 'dismissed' }>;
}

/** Who does not want it is not asked again on this device, whoever signs in. */
const DISMISSED = 'tapline-install-dismissed';

let offer = $state.raw<InstallPrompt | null>(null);
let way = $state<InstallWay>(null);

/** How the app may be installed here. Reactive. */
export const install = {
  get way(): InstallWay {
    return way;
  },
  /** Lets the browser ask. */
  async ask(): Promise<void> {
    await offer?.prompt();
    // It can be asked once; should it still be wanted, the browser offers it anew.
    offer = null;
    look();
  },
  dismiss(): void {
    browserStorage()?.setItem(DISMISSED, '1');
    look();
  },
};

/** Watches for the browser's offer until the returned function is called. */
export function watchInstall(): () => void {
  const offered = (event: Event): void => {
    // Chromium would else show a bar of its own.
    event.preventDefault();
    offer = event as InstallPrompt;
    look();
  };
  const installed = (): void => {
    offer = null;
    way = null;
  };
  addEventListener('beforeinstallprompt', offered);
  addEventListener('appinstalled', installed);
  look();
  return () => {
    removeEventListener('beforeinstallprompt', offered);
    removeEventListener('appinstalled', installed);
  };
}

function look(): void {
  const { userAgent, maxTouchPoints } = navigator;
  const found = installWay({
    userAgent,
    maxTouchPoints,
    installed: isInstalled(),
    canPrompt: offer !== null,
  });
  way = browserStorage()?.getItem(DISMISSED) ? null : found;
}

const isInstalled = (): boolean =>
  matchMedia('(display-mode: standalone)').matches || Reflect.get(navigator, 'standalone') === true;
