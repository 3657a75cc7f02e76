import type { RateLimit } from './limits';

/** Every error that leaves the server, on sockets and over HTTP alike. Closed: clients may switch over it. */
export type ErrorCode =
  | 'unauthenticated'
  | 'forbidden'
  | 'not_found'
  | 'invalid'
  | 'conflict'
  | 'stale_id'
  | 'too_many_requests'
  | 'payload_too_large'
  | 'unavailable';

export const httpStatus: Record<ErrorCode, number> = {
  invalid: 400,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  stale_id: 409,
  payload_too_large: 413,
  too_many_requests: 429,
  unavailable: 503,
};

/** A request that is answered with a code. Everything else that is thrown is a fault of ours. */
export class Refusal extends Error {
  override name = 'Refusal';

  constructor(
    readonly code: ErrorCode,
    message: string,
    /** Of an attempt that counts: how many are left. */
    readonly rateLimit?: RateLimit,
  ) {
    super(message);
  }
}

/**
 * The refusal in an error, if it is one. By shape, not by class: the pages and the server are built apart, and each
 * has a copy of this module.
 */
export const asRefusal = (error: unknown): Refusal | null => (isRefusal(error) ? error : null);

const isRefusal = (error: unknown): error is Refusal =>
  error instanceof Error && error.name === 'Refusal' && 'code' in error;

/** What a caller is told of a fault of ours: try again. */
export const unavailable = (): Refusal => new Refusal('unavailable', 'Not available just now; try again');
