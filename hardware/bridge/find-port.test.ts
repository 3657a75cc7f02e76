import { expect, test } from 'vitest';
import { findPort, type PortInfo } from './find-port';
import { createSerialSource } from './node-serial';

const uno: PortInfo = { path: '/dev/ttyACM0', serialNumber: '55736303', vendorId: '2341' };
const nano: PortInfo = { path: '/dev/ttyUSB0', vendorId: '1a86' };
/** A port of the machine itself. */
const console: PortInfo = { path: '/dev/ttyS0' };

const listed =
  (...ports: PortInfo[]) =>
  () =>
    Promise.resolve(ports);

test('a path is taken as it is, without a look', async () => {
  const list = () => Promise.reject(new Error('not asked'));
  expect(await findPort({ path: '/dev/ttyUSB7' }, list)).toBe('/dev/ttyUSB7');
});

test('a serial number is found under whatever path it has now', async () => {
  const choice = { serialNumber: '55736303' };
  expect(await findPort(choice, listed(nano, uno))).toBe('/dev/ttyACM0');
  expect(await findPort(choice, listed({ ...uno, path: '/dev/ttyACM3' }))).toBe('/dev/ttyACM3');
  await expect(findPort(choice, listed(nano))).rejects.toMatchObject({ fault: 'absent' });
});

test('with nothing said the only USB port is taken, and none is guessed', async () => {
  expect(await findPort(null, listed(console, nano))).toBe('/dev/ttyUSB0');
  await expect(findPort(null, listed(console))).rejects.toMatchObject({ fault: 'absent' });
  await expect(findPort(null, listed(uno, nano))).rejects.toMatchObject({ fault: 'no-permission' });
});

test('a machine that cannot tell its ports says so', async () => {
  const list = () => Promise.reject(new Error('spawn udevadm ENOENT'));
  await expect(findPort(null, list)).rejects.toMatchObject({ fault: 'unsupported' });
});

test.each([
  ['/nowhere/ttyUSB0', 'absent'],
  [import.meta.dirname, 'not-opened'],
])('%s cannot be opened', async (path, fault) => {
  await expect(createSerialSource({ path }).open()).rejects.toMatchObject({ fault });
});
