import { json } from '@sveltejs/kit';
import type { RequestHandler } from './$types';

/** Tapline can do its work: Redis answers. */
export const GET: RequestHandler = async ({ locals: { app } }) => {
  try {
    await app.ready();
    return json({ status: 'ready' });
  } catch {
    // Strangers ask, too: what exactly went wrong, and where Redis is, stands in the log.
    return json({ status: 'unavailable', reason: 'Redis does not answer' }, { status: 503 });
  }
};
