import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { onLeaving } from './leaving';

let page: EventTarget;
const reload = vi.fn();

beforeEach(() => {
  page = new EventTarget();
  vi.stubGlobal('addEventListener', page.addEventListener.bind(page));
  vi.stubGlobal('location', { reload });
});
afterEach(() => {
  vi.unstubAllGlobals();
  reload.mockReset();
});

const happen = (type: string, more = {}): boolean => page.dispatchEvent(Object.assign(new Event(type), more));

test('a page that goes says good-bye first, and waits until that has left', () => {
  const said: number[] = [];
  onLeaving(() => said.push(performance.now()));
  happen('pagehide');
  expect(said).toHaveLength(1);
  expect(performance.now() - (said[0] ?? Infinity)).toBeGreaterThanOrEqual(30);
});

test('a page that is brought back begins anew, and one that is shown first does not', () => {
  onLeaving(() => undefined);
  happen('pageshow', { persisted: false });
  expect(reload).not.toHaveBeenCalled();
  happen('pageshow', { persisted: true });
  expect(reload).toHaveBeenCalledTimes(1);
});

test('what is closed already takes no leave', () => {
  const sayGoodBye = vi.fn();
  onLeaving(sayGoodBye)();
  happen('pagehide');
  happen('pageshow', { persisted: true });
  expect(sayGoodBye).not.toHaveBeenCalled();
  expect(reload).not.toHaveBeenCalled();
});
