/** Whole numbers of a query by name. One that is none is NaN, which no schema lets pass. */
export function numbersIn(query: URLSearchParams, names: readonly string[]): Record<string, number> {
  const given = names.map((name) => [name, query.get(name)] as const);
  return Object.fromEntries(
    given.flatMap(([name, text]) => (text === null ? [] : [[name, wholeNumber(text)]])),
  );
}

const wholeNumber = (text: string): number => (/^\d{1,16}$/.test(text) ? Number(text) : NaN);

/** The members of a list with commas; undefined if the query has none. */
export const listIn = (query: URLSearchParams, name: string): string[] | undefined =>
  query
    .get(name)
    ?.split(',')
    .filter((item) => item !== '');
