import { gunzipSync } from 'node:zlib';
import type { RequestEvent } from '@sveltejs/kit';
import { expect, test } from 'vitest';
import { compressPages } from './compress';

const PAGE = `<!doctype html><title>Tapline</title>${'<p>The next tram</p>'.repeat(100)}`;

function ask(acceptEncoding: string | null, answer: () => Response): Response | Promise<Response> {
  const headers = acceptEncoding === null ? {} : { 'accept-encoding': acceptEncoding };
  const event = { request: new Request('http://localhost/', { headers }) } as RequestEvent;
  return compressPages({ event, resolve: async () => answer() });
}

const page = (): Response =>
  new Response(PAGE, {
    status: 404,
    headers: { 'content-type': 'text/html; charset=utf-8', 'content-length': '9', 'x-own': 'kept' },
  });

test('a page is sent compressed to who takes that', async () => {
  const response = await ask('br, gzip;q=0.8', page);
  expect(response.status).toBe(404);
  expect(Object.fromEntries(response.headers)).toMatchObject({ 'content-encoding': 'gzip', 'x-own': 'kept' });
  expect(response.headers.get('vary')).toContain('accept-encoding');
  expect(response.headers.has('content-length')).toBe(false);
  const bytes = Buffer.from(await response.arrayBuffer());
  expect(bytes.length).toBeLessThan(PAGE.length / 4);
  expect(gunzipSync(bytes).toString()).toBe(PAGE);
});

test.each([null, 'identity', 'gzip;q=0', 'gzip; q=0.0, br'])('and as it is to %s', async (acceptEncoding) => {
  const response = await ask(acceptEncoding, page);
  expect(response.headers.has('content-encoding')).toBe(false);
  expect(await response.text()).toBe(PAGE);
});

test('what is no page stays as it is', async () => {
  const response = await ask('gzip', () => Response.json({ ok: true }));
  expect(response.headers.has('content-encoding')).toBe(false);
  expect(await response.json()).toEqual({ ok: true });
});

test('a page without a body stays one', async () => {
  const answer = () => new Response(null, { headers: { 'content-type': 'text/html' } });
  const response = await ask('gzip', answer);
  expect(response.headers.has('content-encoding')).toBe(false);
});
