import { json } from '@sveltejs/kit';
import { usersQuery } from '#contract/accounts';
import { parse } from '#contract/parse';
import { endpoint } from '$lib/server/endpoint';
import { listIn } from '$lib/server/query';
import { knownReader } from '$lib/server/readers';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = endpoint(async (event) => {
  await knownReader(event);
  const { ids } = parse(usersQuery, { ids: listIn(event.url.searchParams, 'ids') });
  return json({ users: await event.locals.app.accounts.findMany(ids) });
});
