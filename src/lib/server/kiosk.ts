import { error } from '@sveltejs/kit';
import * as v from 'valibot';
import { deviceId as deviceIdSchema } from '#contract/ids';
import type { Face } from '#domain/accounts/right';
import type { App } from '#server/app';
import * as m from '$lib/i18n/paraglide/messages';

/**
 * What a kiosk page starts from.
 * @throws 400 if the address names no device, or one that is paired for another face.
 */
export async function kioskOf(app: App, url: URL, face: Face) {
  const named = v.safeParse(deviceIdSchema, url.searchParams.get('device'));
  if (!named.success) error(400, m.kiosk_no_device());
  const deviceId = named.output;
  const paired = (await app.devices.list()).find((device) => device.deviceId === deviceId);
  if (paired && paired.face !== face) error(400, m.kiosk_other_face({ device: deviceId }));
  return { deviceId, demo: app.demo !== null, catalogue: app.catalogue };
}
