import { expect, test } from 'vitest';
import type { PublicAccount } from '#domain/accounts/account';
import { createPeople } from './people.svelte';

const person = (id: string): PublicAccount => ({ id, name: id, role: 'rider', guest: false });

/** People of whom the server knows all, with what it was asked. */
function start() {
  const asked: string[][] = [];
  const people = createPeople((ids) => {
    asked.push(ids);
    return Promise.resolve(ids.map(person));
  });
  return { people, asked };
}

test('a crowd is looked up in parts that the server takes', async () => {
  const { people, asked } = start();
  await people.lookUp(Array.from({ length: 130 }, (_, n) => `rider ${n}`));
  expect(asked.map((ids) => ids.length)).toEqual([64, 64, 2]);
  expect(people.all).toHaveLength(130);
});

test('nobody is asked for twice, neither at once nor later', async () => {
  const { people, asked } = start();
  await Promise.all([people.lookUp(['mary']), people.lookUp(['mary', 'joe'])]);
  await people.lookUp(['joe', 'mary']);
  expect(asked).toEqual([['mary'], ['joe']]);
});
