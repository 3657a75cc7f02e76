import { json } from '@sveltejs/kit';
import { saleComplete } from '#contract/transit';
import { bearer, endpoint, readBody } from '$lib/server/endpoint';
import type { RequestHandler } from './$types';

export const POST: RequestHandler = endpoint(async ({ request, locals: { app } }) => {
  await app.authorize(bearer(request), 'sell');
  return json(await app.sellPass(await readBody(request, saleComplete)), { status: 201 });
});
