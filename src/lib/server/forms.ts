import { error } from '@sveltejs/kit';
import { TEXT_LENGTH } from '#contract/accounts';
import { httpStatus, type ErrorCode } from '#contract/error-codes';
import { nameFault } from '#domain/accounts/account';
import * as m from '$lib/i18n/paraglide/messages';
import { refusalOf } from './page';

/** What was sent as a form. @throws 400 where it is none, or was broken off; 413 */
export async function readForm(request: Request): Promise<FormData> {
  try {
    return await request.formData();
  } catch (fault) {
    // A body without a length is cut off by SvelteKit when it grows too long.
    if ((fault as { status?: unknown }).status === 413) throw fault;
    error(400, 'The form cannot be read');
  }
}

/** What a form says when its wish is refused, and with which status. */
export interface FormFault {
  status: number;
  text: string;
}

/** A refusal in the form's own words; what it has no words for is thrown on. */
export function formFault(fault: unknown, words: Partial<Record<ErrorCode, () => string>>): FormFault {
  const refusal = refusalOf(fault);
  const say = words[refusal.code] ?? general[refusal.code];
  if (!say) throw fault;
  const status = httpStatus[refusal.code];
  const { resetAt } = refusal.rateLimit ?? {};
  return refusal.code === 'too_many_requests' && resetAt !== undefined
    ? { status, text: m.account_wait({ count: secondsUntil(resetAt) }) }
    : { status, text: say() };
}

const general: Partial<Record<ErrorCode, () => string>> = {
  too_many_requests: () => m.account_wait({ count: 60 }),
  unavailable: m.account_unavailable,
};

const secondsUntil = (at: number): number => Math.max(1, Math.ceil((at - Date.now()) / 1000));

/** What is wrong with a name that was typed; undefined if nothing is. `missing`: what an empty one is told. */
export function nameError(name: string, missing: () => string): string | undefined {
  switch (nameFault(name)) {
    case 'empty':
      return missing();
    case 'too_long':
      return m.account_name_too_long();
    case 'unprintable':
      return m.account_name_unprintable();
    case null:
      return undefined;
  }
}

/**
 * A form's text field; empty where there is none, or where a file was sent instead. What is far too long is cut: names
 * and passwords are normalized before they are measured, which takes the square of the time for a heap of marks.
 */
export function textOf(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === 'string' ? value.slice(0, TEXT_LENGTH) : '';
}
