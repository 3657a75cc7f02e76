import { expect, test, vi } from 'vitest';
import { createTapLine } from './tap-line';

test('a tap that breaks is reported, and the line goes on', async () => {
  const report = vi.fn();
  const line = createTapLine(report);
  const broken = new Error('no lamp');
  const served = vi.fn(() => Promise.resolve());
  line.join('B1', () => Promise.reject(broken));
  line.join('C2', served);
  await vi.waitFor(() => expect(served).toHaveBeenCalledTimes(1));
  expect(report).toHaveBeenCalledWith(broken);
  line.join('B1', served);
  await vi.waitFor(() => expect(served).toHaveBeenCalledTimes(2));
});
