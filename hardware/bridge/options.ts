/** How each setting is given: as an argument, or in the environment. */
export const OPTIONS = {
  url: { env: 'TAPLINE_URL', value: 'ADDRESS', fallback: 'http://127.0.0.1:3000', help: 'the server' },
  face: { env: 'TAPLINE_FACE', value: 'FACE', fallback: 'gate', help: 'gate, or sales: what stands here' },
  code: {
    env: 'TAPLINE_CODE',
    value: 'CODE',
    fallback: '',
    help: 'pairs this device, with a code from the Office',
  },
  device: {
    env: 'TAPLINE_DEVICE',
    value: 'NAME',
    fallback: '',
    help: 'in demo mode: pairs itself as this device',
  },
  port: { env: 'TAPLINE_PORT', value: 'PATH', fallback: '', help: 'the board’s port, such as /dev/ttyUSB0' },
  serial: {
    env: 'TAPLINE_SERIAL',
    value: 'NUMBER',
    fallback: '',
    help: 'or the USB serial number of the board',
  },
  products: {
    env: 'TAPLINE_PRODUCTS',
    value: 'CODES',
    fallback: 'SINGLE_USE,TEN_TRIP,TWO_HOUR',
    help: 'what the buttons 1 to 3 sell',
  },
  data: {
    env: 'TAPLINE_DATA',
    value: 'FOLDER',
    fallback: 'data/bridge',
    help: 'where the device’s key is kept',
  },
  log: { env: 'LOG_LEVEL', value: 'LEVEL', fallback: 'info', help: 'error, warn, info or debug' },
} as const;

export type OptionName = keyof typeof OPTIONS;

const lines = Object.entries(OPTIONS).map(([name, { env, value, fallback, help }]) => {
  const argument = `  --${name} ${value}`.padEnd(21);
  return `${argument}${env.padEnd(18)}${help}${fallback && ` (${fallback})`}`;
});

export const HELP = `Joins a TG1 board on a machine without a browser to Tapline, as a gate or as a till without a screen.

  npm run bridge -- --url https://tapline.example --code CODE

${lines.join('\n')}

A device is paired once; from then on its key speaks for it. With neither --port nor --serial the only USB port is taken.
`;
