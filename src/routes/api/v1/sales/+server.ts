import { json } from '@sveltejs/kit';
import { saleComplete } from '#contract/transit';
import { deviceOf } from '#domain/accounts/right';
import { bearer, endpoint, readBody } from '$lib/server/endpoint';
import type { RequestHandler } from './$types';

export const POST: RequestHandler = endpoint(async ({ request, locals: { app } }) => {
  const principal = await app.authorize(bearer(request), 'sell');
  const sale = await readBody(request, saleComplete);
  return json(await app.sellPass({ ...sale, deviceId: deviceOf(principal) }), { status: 201 });
});
