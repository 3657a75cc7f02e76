import { error } from '@sveltejs/kit';
import * as v from 'valibot';
import { deviceId as deviceIdSchema } from '#contract/ids';
import type { Face } from '#domain/accounts/right';
import type { App } from '#server/app';
import * as m from '$lib/i18n/paraglide/messages';
import { deviceName } from '$lib/i18n/words';
import { orErrorPage } from './page';

/**
 * What a kiosk page starts from.
 * @throws 400 if the address names no device, or one that is made for another face.
 */
export async function kioskOf(app: App, url: URL, face: Face) {
  const { deviceId, made } = await namedIn(app, url);
  if (made && made !== face) error(400, m.kiosk_other_face({ device: deviceName(deviceId) }));
  return { deviceId, demo: app.demo !== null, catalogue: await orErrorPage(app.catalogue()) };
}

/**
 * What the pages start from on which a kiosk is set up. One that is not paired yet says in its address what it will be.
 * @throws 400 if the address names no device.
 */
export async function deviceOf(app: App, url: URL) {
  const { deviceId, made } = await namedIn(app, url);
  const kind: Face = made ?? (url.searchParams.get('for') === 'sales' ? 'sales' : 'gate');
  return { deviceId, kind, demo: app.demo !== null };
}

async function namedIn(app: App, url: URL): Promise<{ deviceId: string; made: Face | null }> {
  const named = v.safeParse(deviceIdSchema, url.searchParams.get('device'));
  if (!named.success) error(400, m.kiosk_no_device());
  return { deviceId: named.output, made: await orErrorPage(app.devices.faceOf(named.output)) };
}
