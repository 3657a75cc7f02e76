import type { Handle } from '@sveltejs/kit';
import { sequence } from '@sveltejs/kit/hooks';
import { httpStatus, unavailable, type ErrorCode } from '#contract/error-codes';
import { handleLocale } from '$lib/i18n/server';
import { runningApp } from '$lib/server/app';

const lendApp: Handle = ({ event, resolve }) => {
  // Nothing runs while the pages are built, and a prerendered page asks for nothing.
  Object.defineProperty(event.locals, 'app', { get: runningApp });
  return resolve(event);
};

const MACHINE_PATHS = /^\/(api\/v1|auth|profile)(\/|$)/;

/** Programs get every error as JSON, also those SvelteKit itself answers: no such path, no such method. */
const errorsAsJson: Handle = async ({ event, resolve }) => {
  const response = await resolve(event);
  const { status, headers } = response;
  const isJson = headers.get('content-type')?.includes('json');
  if (status < 400 || isJson || !MACHINE_PATHS.test(event.url.pathname)) return response;
  return Response.json(
    { error: whatIsWrong[status] ?? unavailable().message, code: codeOf(status) },
    { status },
  );
};

const whatIsWrong: Record<number, string> = {
  404: 'There is nothing here',
  405: 'There is no such method here',
};

function codeOf(status: number): ErrorCode {
  const codes = Object.keys(httpStatus) as ErrorCode[];
  return codes.find((code) => httpStatus[code] === status) ?? (status < 500 ? 'invalid' : 'unavailable');
}

export const handle = sequence(lendApp, handleLocale, errorsAsJson);
