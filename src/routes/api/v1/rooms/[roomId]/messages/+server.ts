import { json } from '@sveltejs/kit';
import { messageHistory } from '#contract/chat';
import { parse } from '#contract/parse';
import { readerOf } from '#domain/accounts/right';
import { endpoint } from '$lib/server/endpoint';
import { numbersIn } from '$lib/server/query';
import { readingPrincipal } from '$lib/server/readers';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = endpoint(async (event) => {
  const reader = readerOf(await readingPrincipal(event));
  const { params, url, locals } = event;
  const bounds = numbersIn(url.searchParams, ['before', 'after', 'limit']);
  const page = parse(messageHistory, { roomId: params.roomId, ...bounds });
  return json(await locals.app.chat.history(reader, page));
});
