import type { Handle, HandleServerError, RequestEvent } from '@sveltejs/kit';
import { sequence } from '@sveltejs/kit/hooks';
import { httpStatus, unavailable, type ErrorCode } from '#contract/error-codes';
import { isMachinePath, routedPath } from '#contract/paths';
import { handleLocale } from '$lib/i18n/server';
import { refuseStrangeActions } from '$lib/server/actions';
import { runningApp } from '$lib/server/app';
import { compressPages } from '$lib/server/compress';
import { lookUpOnce, sessionToken } from '$lib/server/session';

const lendApp: Handle = ({ event, resolve }) => {
  // Nothing runs while the pages are built, and a prerendered page asks for nothing.
  Object.defineProperty(event.locals, 'app', { get: runningApp });
  return resolve(event);
};

const isForPrograms = ({ url }: RequestEvent): boolean => isMachinePath(routedPath(url.pathname));

const knowSession: Handle = ({ event, resolve }) => {
  // Only pages forget a cookie: a program's late answer must not take away the one of a new sign-in.
  event.locals.session = lookUpOnce(event, { forget: !isForPrograms(event) });
  return resolve(event);
};

/** What somebody is shown is not to be found in the browser's cache by whoever comes after them. */
const keepNothing: Handle = async ({ event, resolve }) => {
  const response = await resolve(event);
  const { headers } = response;
  const isPersonal = sessionToken(event) !== undefined && !headers.has('cache-control');
  if (isPersonal) headers.set('cache-control', 'private, no-store');
  return response;
};

const FORM_TYPES = /^(application\/x-www-form-urlencoded|multipart\/form-data)/;

/** A form is answered with a page, also to a program that takes anything; SvelteKit's own script says who it is. */
const formsAsPages: Handle = ({ event, resolve }) => {
  const { method, headers } = event.request;
  const isForm = method === 'POST' && FORM_TYPES.test(headers.get('content-type') ?? '');
  if (isForm && !headers.has('x-sveltekit-action') && !isForPrograms(event)) {
    headers.set('accept', 'text/html');
  }
  return resolve(event);
};

/** Programs get every error as JSON, also those SvelteKit itself answers: no such path, no such method. */
const errorsAsJson: Handle = async ({ event, resolve }) => {
  const response = await resolve(event);
  const { status, headers } = response;
  const isJson = headers.get('content-type')?.includes('json');
  if (status < 400 || isJson || !isForPrograms(event)) return response;
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

export const handle = sequence(
  compressPages,
  lendApp,
  knowSession,
  keepNothing,
  handleLocale,
  formsAsPages,
  errorsAsJson,
  refuseStrangeActions,
);

/** What a stranger asks for that is not there is no fault of ours, and not for our log. */
export const handleError: HandleServerError = ({ error, event, status, message }) => {
  if (status >= 500) runningApp().report(error, { route: event.route.id });
  return { message };
};
