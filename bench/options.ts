/** What `npm run bench --` was told. */
export interface Options {
  /** The rows to measure; all of them when empty. */
  only: string[];
  /** A smoke run: everything once and little of it. */
  quick: boolean;
  /** Put the table into docs/performance.md, and what of it has an aim into README. */
  write: boolean;
}

const USAGE = 'npm run bench -- [--only ROW,ROW…] [--quick] [--write]';

/** @throws Error that says what is wrong */
export function readOptions(args: readonly string[], known: readonly string[]): Options {
  const options: Options = { only: [], quick: false, write: false };
  const left = [...args];
  for (let arg = left.shift(); arg !== undefined; arg = left.shift()) {
    if (arg === '--only') options.only = (left.shift() ?? '').split(',').filter(Boolean);
    else if (arg === '--quick') options.quick = true;
    else if (arg === '--write') options.write = true;
    else throw new Error(`${arg}? ${USAGE}`);
  }
  const unknown = options.only.find((name) => !known.includes(name));
  if (unknown !== undefined) throw new Error(`There is no row ${unknown}; there are ${known.join(', ')}`);
  if (options.write && (options.quick || options.only.length > 0)) {
    throw new Error('--write is for a full run');
  }
  return options;
}
