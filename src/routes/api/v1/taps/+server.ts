import { json } from '@sveltejs/kit';
import { tapRequest } from '#contract/transit';
import { deviceOf } from '#domain/accounts/right';
import { bearer, endpoint, readBody } from '$lib/server/endpoint';
import type { RequestHandler } from './$types';

export const POST: RequestHandler = endpoint(async ({ request, locals: { app } }) => {
  const principal = await app.authorize(bearer(request), 'tap');
  const tap = await readBody(request, tapRequest);
  return json(await app.tapCard({ ...tap, gateId: deviceOf(principal) ?? tap.gateId }));
});
