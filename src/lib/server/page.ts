import { error } from '@sveltejs/kit';
import { getRequestEvent } from '$app/server';
import { asRefusal, httpStatus, unavailable, type Refusal } from '#contract/error-codes';

/** What a page needs; a refusal becomes the error page of its status, in words of ours. */
export async function orErrorPage<T>(needed: Promise<T>): Promise<T> {
  try {
    return await needed;
  } catch (fault) {
    const { code, message } = refusalOf(fault);
    error(httpStatus[code], message);
  }
}

/** What somebody is told of a fault; one of ours is reported, and told as to programs: try again. */
export function refusalOf(fault: unknown): Refusal {
  const refusal = asRefusal(fault);
  if (refusal) return refusal;
  const { locals, route } = getRequestEvent();
  locals.app.report(fault, { route: route.id });
  return unavailable();
}
