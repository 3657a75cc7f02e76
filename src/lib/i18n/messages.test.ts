import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

const folder = (language: string) => join(import.meta.dirname, 'messages', language);
const keysOf = (language: string, file: string): string[] =>
  Object.keys(JSON.parse(readFileSync(join(folder(language), file), 'utf8')) as object);

const used = identifiers();

describe.each(readdirSync(folder('en')))('the words of %s', (file) => {
  test('are there in every language', () => {
    expect(keysOf('de', file)).toEqual(keysOf('en', file));
  });

  test('are all used', () => {
    expect(keysOf('en', file).filter((key) => key !== '$schema' && !used.has(key))).toEqual([]);
  });
});

/** Every word of the pages' code. */
function identifiers(): Set<string> {
  const root = join(import.meta.dirname, '../..');
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' });
  const code = files.filter((file) => /\.(ts|svelte)$/.test(file) && !file.includes('paraglide'));
  return new Set(code.flatMap((file) => readFileSync(join(root, file), 'utf8').match(/\w+/g) ?? []));
}
