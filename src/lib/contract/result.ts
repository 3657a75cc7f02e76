import type { ErrorCode, Refusal } from './error-codes';

/** The acknowledgement of every command. */
export type Result<T> = { ok: true; data: T } | { ok: false; error: ResultError };

export interface ResultError {
  code: ErrorCode;
  message: string;
}

export const ok = <T>(data: T): Result<T> => ({ ok: true, data });

export const failed = ({ code, message }: Refusal): Result<never> => ({
  ok: false,
  error: { code, message },
});
