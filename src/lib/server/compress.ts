import type { Handle } from '@sveltejs/kit';

/**
 * Pages are sent compressed: on a slow line a document is what everything else waits for. What they are made of was
 * compressed when it was built.
 */
export const compressPages: Handle = async ({ event, resolve }) => {
  const response = await resolve(event);
  const { body, headers, status, statusText } = response;
  if (!headers.get('content-type')?.startsWith('text/html')) return response;
  headers.append('vary', 'accept-encoding');
  if (!body || !takesGzip(event.request)) return response;
  headers.set('content-encoding', 'gzip');
  headers.delete('content-length');
  const zip = new CompressionStream('gzip') as ReadableWritablePair<Uint8Array<ArrayBuffer>, Uint8Array>;
  return new Response(body.pipeThrough(zip), { status, statusText, headers });
};

/** Refused by a quality of 0 (RFC 9110, section 12.5.3). */
const takesGzip = ({ headers }: Request): boolean =>
  /\bgzip\b(?!\s*;\s*q=0(\.0*)?\s*(,|$))/.test(headers.get('accept-encoding') ?? '');
