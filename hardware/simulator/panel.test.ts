import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createDeviceSim } from './device-sim';
import { createPanel, type PanelState } from './panel';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const blueCard = '04A1B2C3D4E5F6';
const redCard = '04B6C5D4E3F2A1';

function panelOf() {
  const device = createDeviceSim();
  const held: string[] = [];
  const board = { ...device, hold: (uids: readonly string[]) => void held.push(uids.join() || 'none') };
  const panel = createPanel(board);
  const seen: PanelState[] = [];
  panel.subscribe((state) => seen.push(state));
  const wait = (ms: number) => vi.advanceTimersByTimeAsync(ms);
  return { device, panel, held, seen, wait };
}

test('a card is there for 300 ms', async () => {
  const { panel, held, seen, wait } = panelOf();
  panel.present(blueCard);
  await wait(299);
  expect(held).toEqual([blueCard]);
  expect(seen.at(-1)?.card).toBe(blueCard);
  await wait(1);
  expect(held).toEqual([blueCard, 'none']);
  expect(seen.at(-1)?.card).toBeNull();
});

test('another card takes the place of the one that is there, once that was seen', async () => {
  const { panel, held, wait } = panelOf();
  panel.present(blueCard);
  await wait(50);
  panel.present(redCard);
  await wait(99);
  expect(held).toEqual([blueCard]);
  await wait(1);
  expect(held).toEqual([blueCard, 'none', redCard]);
  await wait(200);
  panel.present(blueCard);
  await wait(0);
  expect(held).toEqual([blueCard, 'none', redCard, 'none', blueCard]);
});

test('the same card again is held back until a reader takes it for a new presentation', async () => {
  const { panel, held, wait } = panelOf();
  panel.present(blueCard);
  await wait(400);
  panel.present(blueCard);
  await wait(1500);
  expect(held).toEqual([blueCard, 'none']);
  await wait(100);
  expect(held).toEqual([blueCard, 'none', blueCard]);
});

test('an id that no radio card has comes as from a reader that types', () => {
  const { panel, held } = panelOf();
  const heard: string[] = [];
  panel.typed.onCard((cardId) => heard.push(`card ${cardId}`));
  panel.typed.onGone((cardId) => heard.push(`gone ${cardId}`));
  panel.present('4444');
  expect(heard).toEqual(['card 4444', 'gone 4444']);
  expect(held).toEqual([]);
});

test('a closed panel holds up nothing more', async () => {
  const { panel, held, wait } = panelOf();
  panel.present(blueCard);
  panel.present(redCard);
  panel.close();
  await wait(5000);
  expect(held).not.toContain(redCard);
});
