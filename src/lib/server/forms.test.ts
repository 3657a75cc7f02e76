import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Refusal, unavailable } from '#contract/error-codes';
import { formFault, nameError, readForm, textOf } from './forms';

const tooMany = (resetAt?: number) =>
  new Refusal(
    'too_many_requests',
    'slower',
    resetAt === undefined ? undefined : { limit: 10, remaining: 0, resetAt },
  );

beforeEach(() => vi.useFakeTimers({ now: 1_000_000 }));
afterEach(() => vi.useRealTimers());

describe('a refusal in the words of a form', () => {
  test('is in its own where it has some, with the status of the code', () => {
    const fault = formFault(new Refusal('conflict', 'taken'), { conflict: () => 'Pick another' });
    expect(fault).toEqual({ status: 409, text: 'Pick another' });
    expect(formFault(unavailable(), {}).status).toBe(503);
  });

  test('is thrown on where there are none', () => {
    const refusal = new Refusal('forbidden', 'no');
    expect(() => formFault(refusal, {})).toThrow(refusal);
  });

  test.each([
    [1_000_000 + 41_001, '42 seconds'],
    [1_000_000 + 1, '1 second'],
    [999_000, '1 second'],
    [undefined, '60 seconds'],
  ])('says how long to wait until %s: %s', (resetAt, words) => {
    const { status, text } = formFault(tooMany(resetAt), {});
    expect([status, text]).toEqual([429, expect.stringMatching(new RegExp(`wait ${words}\\b`))]);
  });
});

test('a field that is missing, or a file, is empty', () => {
  const form = new FormData();
  form.set('name', ' Mary ');
  form.set('file', new File(['x'], 'x.txt'));
  expect(['name', 'file', 'none'].map((name) => textOf(form, name))).toEqual([' Mary ', '', '']);
});

test('a field that is far too long is cut, and still too long', () => {
  const form = new FormData();
  form.set('name', 'x'.repeat(60_000));
  const name = textOf(form, 'name');
  expect(name).toHaveLength(1_000);
  expect(nameError(name, () => 'Missing')).toContain('40');
});

test('a name is told what is wrong with it', () => {
  const missing = () => 'Missing';
  expect(nameError('Mary', missing)).toBeUndefined();
  expect(nameError('  ', missing)).toBe('Missing');
  expect(nameError('x'.repeat(41), missing)).toContain('40');
  expect(nameError('a\u0007b', missing)).toContain('cannot be seen');
});

describe('a form', () => {
  const sent = (body: BodyInit, type?: string) =>
    new Request('http://localhost', {
      method: 'POST',
      body,
      ...(type && { headers: { 'Content-Type': type } }),
    });

  test('is read', async () => {
    expect(textOf(await readForm(sent(new URLSearchParams({ handle: 'Mary' }))), 'handle')).toBe('Mary');
  });

  test.each([
    ['multipart/form-data; boundary=x', '--x\r\nfoo'],
    ['multipart/form-data', ''],
    ['text/plain', 'handle=Mary'],
  ])('that is none is refused (%s)', async (type, body) => {
    await expect(readForm(sent(body, type))).rejects.toMatchObject({ status: 400 });
  });
});
