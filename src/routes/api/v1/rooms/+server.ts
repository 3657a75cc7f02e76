import { json } from '@sveltejs/kit';
import { readerOf } from '#domain/accounts/right';
import { endpoint } from '$lib/server/endpoint';
import { readingPrincipal } from '$lib/server/readers';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = endpoint(async (event) => {
  const reader = readerOf(await readingPrincipal(event));
  return json(await event.locals.app.chat.list(reader));
});
