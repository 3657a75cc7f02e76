import { json } from '@sveltejs/kit';
import { endpoint } from '$lib/server/endpoint';
import { knownReader } from '$lib/server/readers';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = endpoint(async (event) => {
  await knownReader(event);
  const { accounts, presence } = event.locals.app;
  return json({ users: await accounts.findMany(await presence.online()) });
});
