import type { Handle } from '@sveltejs/kit';
import { sequence } from '@sveltejs/kit/hooks';
import type { ErrorCode } from '#contract/error-codes';
import { handleLocale } from '$lib/i18n/server';
import { runningApp } from '$lib/server/app';

const lendApp: Handle = ({ event, resolve }) => {
  // Nothing runs while the pages are built, and a prerendered page asks for nothing.
  Object.defineProperty(event.locals, 'app', { get: runningApp });
  return resolve(event);
};

const MACHINE_PATHS = /^\/(api\/v1|auth|profile)(\/|$)/;

const codeOf: Record<number, ErrorCode> = { 404: 'not_found', 413: 'payload_too_large' };

/** Programs get every error as JSON, also those SvelteKit itself answers: no such path, no such method. */
const errorsAsJson: Handle = async ({ event, resolve }) => {
  const response = await resolve(event);
  const isJson = response.headers.get('content-type')?.includes('json');
  if (response.status < 400 || isJson || !MACHINE_PATHS.test(event.url.pathname)) return response;
  const error = response.status === 405 ? 'There is no such method here' : 'There is nothing here';
  return Response.json({ error, code: codeOf[response.status] ?? 'invalid' }, { status: response.status });
};

export const handle = sequence(lendApp, handleLocale, errorsAsJson);
