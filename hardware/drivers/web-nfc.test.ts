import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createNdefDouble } from '../../tests/kit/ndef-double';
import { createWebNfc } from './web-nfc';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const soon = () => vi.advanceTimersByTimeAsync(0);

async function phone(refusal: string | null = null) {
  const double = createNdefDouble();
  double.refusal = refusal;
  const nfc = createWebNfc(double);
  const happened: string[] = [];
  const phases: string[] = [];
  nfc.onCard((cardId) => happened.push(`card ${cardId}`));
  nfc.onGone((cardId) => happened.push(`gone ${cardId}`));
  nfc.onUnread((why) => happened.push(why));
  nfc.onStatus(({ phase, fault }) => phases.push(fault ?? phase));
  expect(nfc.status).toEqual({ phase: 'opening', fault: null });
  await soon();
  return { double, nfc, happened, phases };
}

const blue = '04:a1:b2:c3:d4:e5:f6';
const red = 'a1:b2:c3:d4';

test.each([
  [red, 'A1B2C3D4'],
  [blue, '04A1B2C3D4E5F6'],
  ['04:01:02:03:04:05:06:07:08:09', '04010203040506070809'],
])('%s is the card %s', async (serialNumber, cardId) => {
  const { double, happened } = await phone();
  double.hold(serialNumber);
  expect(happened).toEqual([`card ${cardId}`]);
});

test.each(['', '04:a1:b2', 'e0:04:01:50:12:34:56:78', 'not a number'])('"%s" is no card', async (number) => {
  const { double, happened } = await phone();
  double.hold(number);
  await vi.advanceTimersByTimeAsync(2000);
  expect(happened).toEqual([]);
});

test('a presentation ends 1.5 s after the last reading', async () => {
  const { double, happened } = await phone();
  for (const pause of [1400, 1400, 1499]) {
    double.hold(blue);
    await vi.advanceTimersByTimeAsync(pause);
  }
  expect(happened).toEqual(['card 04A1B2C3D4E5F6']);
  await vi.advanceTimersByTimeAsync(1);
  expect(happened).toEqual(['card 04A1B2C3D4E5F6', 'gone 04A1B2C3D4E5F6']);
  double.hold(blue);
  expect(happened).toHaveLength(3);
});

test('another card ends it at once', async () => {
  const { double, happened } = await phone();
  double.hold(blue);
  await vi.advanceTimersByTimeAsync(1000);
  double.hold(red);
  await vi.advanceTimersByTimeAsync(1000);
  expect(happened).toEqual(['card 04A1B2C3D4E5F6', 'gone 04A1B2C3D4E5F6', 'card A1B2C3D4']);
});

test('a random id is told once for as long as it is there, and is no card that goes', async () => {
  const { double, happened } = await phone();
  double.hold('08:a1:b2:c3');
  double.hold('08:00:00:01');
  await vi.advanceTimersByTimeAsync(1500);
  double.hold('08:a1:b2:c3');
  expect(happened).toEqual(['random', 'random']);
});

test.each([
  ['NotAllowedError', 'no-permission'],
  ['NotSupportedError', 'unsupported'],
  ['NotReadableError', 'not-opened'],
  ['NetworkError', 'not-opened'],
])('a scan that is refused by a %s is %s', async (refusal, fault) => {
  const { nfc, double } = await phone(refusal);
  expect(nfc.status).toEqual({ phase: 'away', fault });
  expect(double.scans).toBe(0);
});

test('a browser without Web NFC is not supported', async () => {
  const { page } = createNdefDouble();
  const nfc = createWebNfc({ NDEFReader: undefined, page });
  await soon();
  expect(nfc.status).toEqual({ phase: 'away', fault: 'unsupported' });
});

test('without permission nothing is tried until somebody asks for it', async () => {
  const { double, nfc, phases } = await phone('NotAllowedError');
  double.refusal = null;
  await vi.advanceTimersByTimeAsync(60_000);
  expect(phases).toEqual(['no-permission']);
  await nfc.request();
  expect(phases).toEqual(['no-permission', 'ready']);
  expect(double.scans).toBe(1);
});

test('NFC that was switched off is found when it is on again', async () => {
  const { double, phases, happened } = await phone('NotReadableError');
  double.refusal = null;
  await vi.advanceTimersByTimeAsync(2000);
  expect(phases).toEqual(['not-opened', 'ready']);
  double.hold(red);
  expect(happened).toEqual(['card A1B2C3D4']);
});

test('scans that were lost while the page was hidden begin anew, one at a time', async () => {
  const { double, happened, phases } = await phone();
  double.hide();
  await soon();
  expect(double.scans).toBe(0);
  for (let i = 0; i < 3; i += 1) double.show();
  await soon();
  expect(double.scans).toBe(1);
  expect(phases).toEqual(['ready', 'ready']);
  double.hold(red);
  expect(happened).toEqual(['card A1B2C3D4']);
});

test('closed, it stops scanning, says that the card is gone, and stays closed', async () => {
  const { double, nfc, happened } = await phone();
  double.hold(red);
  await nfc.close();
  expect(double.scans).toBe(0);
  expect(happened).toEqual(['card A1B2C3D4', 'gone A1B2C3D4']);
  double.show();
  await vi.advanceTimersByTimeAsync(5000);
  expect(double.scans).toBe(0);
});

test('closed while it is being opened or was to try again, it opens no more', async () => {
  const double = createNdefDouble();
  const nfc = createWebNfc(double);
  await nfc.close();
  await soon();
  expect(double.scans).toBe(0);

  const off = await phone('NotReadableError');
  off.double.refusal = null;
  await off.nfc.close();
  await vi.advanceTimersByTimeAsync(5000);
  expect(off.double.scans).toBe(0);
});
