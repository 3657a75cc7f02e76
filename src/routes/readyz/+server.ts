import { json } from '@sveltejs/kit';
import type { RequestHandler } from './$types';

/** Tapline can do its work: Redis answers. */
export const GET: RequestHandler = async ({ locals: { app } }) => {
  try {
    await app.ready();
    return json({ status: 'ready' });
  } catch (error) {
    const reason = error instanceof Error ? error.message : 'unknown';
    return json({ status: 'unavailable', reason: `Redis: ${reason}` }, { status: 503 });
  }
};
