import { json } from '@sveltejs/kit';
import { deviceRequest } from '#contract/devices';
import { endpoint, readBody } from '$lib/server/endpoint';
import type { RequestHandler } from './$types';

export const POST: RequestHandler = endpoint(async ({ request, locals: { app } }) => {
  const { deviceId, challenge, signature } = await readBody(request, deviceRequest);
  return json(
    challenge === undefined || signature === undefined
      ? await app.devices.challenge(deviceId)
      : await app.devices.signIn({ deviceId, challenge, signature }),
  );
});
