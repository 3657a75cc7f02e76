import * as v from 'valibot';
import { Refusal } from './error-codes';

/**
 * A payload as its schema describes it; unknown keys are dropped.
 * @throws Refusal `invalid`, naming the first field that is wrong.
 */
export function parse<S extends v.GenericSchema>(schema: S, payload: unknown): v.InferOutput<S> {
  if (payload === undefined && v.is(schema, payload)) return v.parse(schema, payload); // where nothing is to be said
  if (!isPlainObject(payload)) throw new Refusal('invalid', 'The payload must be an object');
  if (Object.hasOwn(payload, '__proto__')) throw new Refusal('invalid', '__proto__ is not a field');
  const result = v.safeParse(schema, payload, { abortEarly: true });
  if (result.success) return result.output;
  throw new Refusal('invalid', describe(result.issues[0]));
}

const isPlainObject = (value: unknown): value is object =>
  typeof value === 'object' &&
  value !== null &&
  [Object.prototype, null].includes(Object.getPrototypeOf(value) as object | null);

function describe(issue: v.BaseIssue<unknown>): string {
  const field = v.getDotPath(issue);
  return field ? `${field}: ${issue.message}` : issue.message;
}
