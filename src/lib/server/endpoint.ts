import { json, type RequestEvent } from '@sveltejs/kit';
import type * as v from 'valibot';
import { bearerOf } from '#contract/credentials';
import { rateLimitHeaders, type RateLimit } from '#contract/limits';
import { asRefusal, httpStatus, Refusal, unavailable } from '#contract/error-codes';
import { parse } from '#contract/parse';

/** A route that answers in JSON: what it returns, or the refusal it throws as `{ error, code }`. */
export function endpoint<E extends RequestEvent>(run: (event: E) => Promise<Response>) {
  return async (event: E): Promise<Response> => {
    try {
      return await run(event);
    } catch (error) {
      const refusal = asRefusal(error);
      if (!refusal) event.locals.app.report(error, { route: event.route.id });
      return refused(refusal ?? unavailable());
    }
  };
}

export const refused = ({ code, message, rateLimit }: Refusal): Response =>
  json(
    { error: message, code },
    {
      status: httpStatus[code],
      headers: {
        ...(rateLimit && rateLimitHeaders(rateLimit)),
        ...(rateLimit && code === 'too_many_requests' && { 'Retry-After': secondsUntil(rateLimit) }),
      },
    },
  );

const secondsUntil = ({ resetAt }: RateLimit): string =>
  String(Math.max(1, Math.ceil((resetAt - Date.now()) / 1000)));

/** The request's JSON as its schema describes it. @throws Refusal `invalid`, `payload_too_large` */
export async function readBody<S extends v.GenericSchema>(
  request: Request,
  schema: S,
): Promise<v.InferOutput<S>> {
  return parse(schema, await readJson(request));
}

async function readJson(request: Request): Promise<unknown> {
  try {
    return await request.json();
  } catch (error) {
    // A body without a length is cut off by SvelteKit when it grows too long.
    if ((error as { status?: unknown }).status === 413) {
      throw new Refusal('payload_too_large', 'The body is too large');
    }
    throw new Refusal('invalid', 'The body must be JSON');
  }
}

/** The key or token of `Authorization: Bearer …`; undefined without one. */
export const bearer = (request: Request): string | undefined =>
  bearerOf(request.headers.get('authorization'));
