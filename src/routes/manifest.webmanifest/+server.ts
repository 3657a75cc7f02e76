import { manifestOf } from '$lib/server/manifest';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = ({ locals: { app } }) =>
  new Response(JSON.stringify(manifestOf({ demo: app.demo !== null })), {
    headers: { 'Content-Type': 'application/manifest+json', Vary: 'Accept-Language' },
  });
