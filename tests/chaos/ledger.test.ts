import { expect, test } from 'vitest';
import { Ledger, type Ask } from './ledger';

const message: Ask = { kind: 'message', id: 'm', body: 'on time' };
const forever = new Promise<never>(() => undefined);

test('waits until so many more are acknowledged', async () => {
  const ledger = new Ledger();
  let isThere = false;
  const more = ledger.more(2, forever).then(() => (isThere = true));
  ledger.note(message, ledger.begin(message), {});
  await Promise.resolve();
  expect(isThere).toBe(false);
  ledger.note(message, ledger.begin(message), {});
  await more;
});

test('does not wait for those who have given up', async () => {
  await expect(new Ledger().more(1, Promise.reject(new Error('tap t1: no answer')))).rejects.toThrow(
    'no answer',
  );
});
