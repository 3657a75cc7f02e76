import { demoDevices } from '$lib/device/demo-devices';
import { getLocale } from '$lib/i18n/locale';
import * as m from '$lib/i18n/paraglide/messages';
import { getTextDirection } from '$lib/i18n/paraglide/runtime';

/** What it looks like while it starts: `--paper` of the light scheme, as in app.html. */
const PAPER = '#f6f4ee';

const [gate, , sales] = demoDevices;

/** The web app manifest, in the language of whoever asks (W3C, Web Application Manifest). */
export function manifestOf({ demo }: { demo: boolean }) {
  return {
    id: '/',
    name: m.brand(),
    short_name: m.brand(),
    description: m.app_manifest_description(),
    lang: getLocale(),
    dir: getTextDirection(),
    start_url: '/chat',
    scope: '/',
    display: 'standalone',
    orientation: 'any',
    background_color: PAPER,
    theme_color: PAPER,
    categories: ['travel', 'business', 'utilities'],
    icons: [icon('any', 192), icon('any', 512), icon('maskable', 192), icon('maskable', 512)],
    shortcuts: [
      shortcut(m.app_chat(), '/chat'),
      // The demo's devices pair themselves by their address.
      shortcut(m.app_gate(), demo && gate ? gate : '/kiosk/gate'),
      shortcut(m.app_sales(), demo && sales ? sales : '/kiosk/sales'),
      shortcut(m.app_monitor(), '/monitor'),
    ],
    screenshots: [
      screenshot('chat', 'narrow', '390x844', m.app_chat()),
      screenshot('monitor', 'wide', '1366x768', m.app_monitor()),
      screenshot('gate', 'wide', '1366x768', m.app_gate()),
    ],
  };
}

const icon = (purpose: 'any' | 'maskable', size: number) => ({
  src: `/icons/${purpose}-${size}.png`,
  sizes: `${size}x${size}`,
  type: 'image/png',
  purpose,
});

const shortcut = (name: string, url: string) => ({ name, url, icons: [icon('any', 192)] });

const screenshot = (name: string, form: 'narrow' | 'wide', sizes: string, label: string) => ({
  src: `/screenshots/${name}.png`,
  sizes,
  type: 'image/png',
  form_factor: form,
  label,
});
