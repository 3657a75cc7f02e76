import fc from 'fast-check';
import { known, wild } from './wild';

/** As much of a valibot schema as a walk needs. */
interface Schema {
  type: string;
  entries?: Record<string, Schema>;
  wrapped?: Schema;
  item?: Schema;
  value?: Schema;
  key?: Schema;
  options?: readonly unknown[];
  literal?: unknown;
  pipe?: readonly Schema[];
}

/** Mostly what the schema asks for, often with something that it does not. */
export const payloadOf = (schema: unknown): fc.Arbitrary<unknown> =>
  fc.oneof(
    { weight: 5, arbitrary: fit(schema as Schema, false) },
    { weight: 5, arbitrary: fit(schema as Schema, true) },
    { weight: 1, arbitrary: wild },
  );

/** `spoilt`: each part may be a wild one. */
function fit(schema: Schema, spoilt: boolean): fc.Arbitrary<unknown> {
  const right = fitRight(schema, spoilt);
  return spoilt ? fc.oneof({ weight: 3, arbitrary: right }, { weight: 1, arbitrary: wild }) : right;
}

function fitRight(schema: Schema, spoilt: boolean): fc.Arbitrary<unknown> {
  const part = (inner: Schema | undefined): fc.Arbitrary<unknown> => (inner ? fit(inner, spoilt) : wild);
  switch (schema.type) {
    case 'object':
      return objectOf(schema.entries ?? {}, spoilt);
    case 'optional':
      return fc.option(part(schema.wrapped), { nil: undefined });
    case 'string':
      return known;
    case 'number':
      return fc.oneof(fc.nat(20), fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true }));
    case 'literal':
      return fc.constant(schema.literal);
    case 'picklist':
      return fc.constantFrom(...(schema.options ?? []));
    case 'array':
      return fc.array(part(schema.item), { maxLength: 4 });
    case 'record':
      return fc.dictionary(known, part(schema.value), { maxKeys: 4 });
    case 'custom': // a check before the schema proper, which stands behind it in the pipe
      return part(schema.pipe?.find(({ type }) => type === 'record'));
    case 'union':
    case 'variant':
      return fc.oneof(...(schema.options ?? []).map((option) => fit(option as Schema, spoilt)));
    default:
      return wild;
  }
}

/** A spoilt one may lack fields and have others besides. */
function objectOf(entries: Record<string, Schema>, spoilt: boolean): fc.Arbitrary<object> {
  const fields = Object.fromEntries(
    Object.entries(entries).map(([name, field]) => [name, fit(field, spoilt)]),
  );
  if (!spoilt) return fc.record(fields);
  const others = fc.dictionary(fc.string(), fc.nat(), { maxKeys: 2 });
  return fc
    .tuple(fc.record(fields, { requiredKeys: [] }), others)
    .map(([own, more]) => ({ ...more, ...own }));
}
