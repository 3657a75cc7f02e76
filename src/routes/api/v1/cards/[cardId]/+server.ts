import { json } from '@sveltejs/kit';
import { parse } from '#contract/parse';
import { cardLookup } from '#contract/transit';
import { bearer, endpoint } from '$lib/server/endpoint';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = endpoint(async ({ request, params, locals: { app } }) => {
  await app.authorize(bearer(request), 'lookup');
  return json(await app.lookUpCard(parse(cardLookup, params).cardId));
});
