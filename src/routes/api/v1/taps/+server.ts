import { json } from '@sveltejs/kit';
import { tapRequest } from '#contract/transit';
import { bearer, endpoint, readBody } from '$lib/server/endpoint';
import type { RequestHandler } from './$types';

export const POST: RequestHandler = endpoint(async ({ request, locals: { app } }) => {
  await app.authorize(bearer(request), 'tap');
  return json(await app.tapCard(await readBody(request, tapRequest)));
});
