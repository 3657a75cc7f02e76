import { json } from '@sveltejs/kit';
import { pairRequest } from '#contract/devices';
import { endpoint, readBody } from '$lib/server/endpoint';
import type { RequestHandler } from './$types';

export const POST: RequestHandler = endpoint(async ({ request, locals: { app } }) => {
  const asked = await readBody(request, pairRequest);
  const paired =
    'code' in asked
      ? app.devices.pairByCode(asked.code, asked.publicKey)
      : app.devices.pairDemo(asked.device, asked.publicKey);
  return json(await paired);
});
