import { expect, test } from 'vitest';
import { HELP, OPTIONS } from './options';
import { readSettings } from './settings';
import { SetupError } from './setup-error';

test('with nothing said: a gate for the server on this machine, paired before', () => {
  expect(readSettings([], {})).toMatchObject({
    url: 'http://127.0.0.1:3000',
    face: 'gate',
    claim: null,
    port: null,
    products: ['SINGLE_USE', 'TEN_TRIP', 'TWO_HOUR'],
    logLevel: 'info',
  });
});

test('the environment says the same as arguments, which win', () => {
  const env = {
    TAPLINE_URL: 'https://tapline.example/',
    TAPLINE_FACE: 'sales',
    TAPLINE_CODE: 'K7QX',
    TAPLINE_SERIAL: '55736303',
    TAPLINE_PRODUCTS: 'TEN_TRIP, DAY',
    LOG_LEVEL: 'debug',
  };
  const expected = {
    url: 'https://tapline.example',
    face: 'sales',
    claim: { code: 'K7QX' },
    port: { serialNumber: '55736303' },
    products: ['TEN_TRIP', 'DAY'],
    logLevel: 'debug',
  };
  expect(readSettings([], env)).toMatchObject(expected);
  expect(readSettings(['--face', 'gate', '--code=ZZZZ'], env)).toMatchObject({
    ...expected,
    face: 'gate',
    claim: { code: 'ZZZZ' },
  });
});

test.each([
  [['--url', 'tapline.example'], '--url (TAPLINE_URL)'],
  [['--url', 'https://tapline.example/kiosk'], '--url'],
  [['--face', 'door'], 'must be gate or sales, not door'],
  [['--device', 'Gate North'], '--device (TAPLINE_DEVICE)'],
  [['--device', 'gate-north', '--code', 'K7QX'], 'give one of them'],
  [['--port', '/dev/ttyUSB0', '--serial', '1'], 'give one of them'],
  [['--products', 'A,B,C,D'], 'up to three'],
  [['--products', 'ten trips'], 'product codes'],
  [['--log', 'loud'], '--log (LOG_LEVEL)'],
  [['--prot', 'x'], "'--prot'"],
  [['gate'], "'gate'"],
])('%j is told in one line', (args, words) => {
  const read = () => readSettings(args, {});
  expect(read).toThrow(SetupError);
  expect(read).toThrow(words);
  expect(read).not.toThrow('\n');
});

test('help names every option, and asks for nothing else', () => {
  expect(readSettings(['--help', '--face', 'door'], {})).toBeNull();
  for (const [name, { env }] of Object.entries(OPTIONS)) {
    expect(HELP).toContain(`--${name} `);
    expect(HELP).toContain(env);
  }
});
