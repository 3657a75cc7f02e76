import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import * as v from 'valibot';
import { deviceId } from '#contract/ids';
import type { PortChoice } from './find-port';
import { OPTIONS, type OptionName } from './options';
import { SetupError } from './setup-error';

/** What the person who starts the bridge decides; see `HELP`. */
export interface Settings {
  /** The server's origin. */
  url: string;
  face: 'gate' | 'sales';
  /** How the device comes to be known; null: it has been paired before. */
  claim: { code: string } | { device: string } | null;
  port: PortChoice;
  /** Product codes, for the buttons in their order. */
  products: readonly string[];
  dataDir: string;
  logLevel: string;
}

type Environment = Record<string, string | undefined>;
type Texts = Record<OptionName, string>;

/** @throws SetupError that names what is wrong; null where only help is asked for */
export function readSettings(args: readonly string[], env: Environment): Settings | null {
  const values = parse(args);
  if (values['help'] === true) return null;
  const texts = textsOf(values, env);
  return {
    url: url(texts),
    face: oneOf(texts, 'face', ['gate', 'sales']),
    claim: claim(texts),
    port: port(texts),
    products: products(texts),
    dataDir: resolve(texts.data),
    logLevel: oneOf(texts, 'log', ['error', 'warn', 'info', 'debug']),
  };
}

function parse(args: readonly string[]): Record<string, string | boolean | undefined> {
  const names = Object.keys(OPTIONS).map((name) => [name, { type: 'string' }] as const);
  const options = { ...Object.fromEntries(names), help: { type: 'boolean', short: 'h' } } as const;
  try {
    return parseArgs({ args: [...args], options }).values;
  } catch (error) {
    throw new SetupError(`${(error as Error).message.split('. ')[0] ?? ''}; --help tells what there is`);
  }
}

function textsOf(values: Record<string, string | boolean | undefined>, env: Environment): Texts {
  const texts = Object.entries(OPTIONS).map(([name, { env: variable, fallback }]) => [
    name,
    values[name] ?? (env[variable] || fallback),
  ]);
  return Object.fromEntries(texts) as Texts;
}

/** How a setting is called where it can be mended. */
const nameOf = (option: OptionName): string => `--${option} (${OPTIONS[option].env})`;

function url({ url: text }: Texts): string {
  const parsed = URL.canParse(text) ? new URL(text) : null;
  if (parsed && /^https?:$/.test(parsed.protocol) && parsed.origin === text.replace(/\/$/, '')) {
    return parsed.origin;
  }
  throw new SetupError(`${nameOf('url')} must be an address such as https://tapline.example, not ${text}`);
}

function oneOf<T extends string>(texts: Texts, option: OptionName, allowed: readonly T[]): T {
  const found = allowed.find((one) => one === texts[option]);
  if (found !== undefined) return found;
  throw new SetupError(`${nameOf(option)} must be ${allowed.join(' or ')}, not ${texts[option]}`);
}

function claim({ code, device }: Texts): Settings['claim'] {
  if (code && device) throw new SetupError('--code and --device are two ways to pair: give one of them');
  if (code) return { code };
  if (!device) return null;
  if (v.safeParse(deviceId, device).success) return { device };
  throw new SetupError(`${nameOf('device')} must be a device such as gate-north, not ${device}`);
}

function port({ port: path, serial: serialNumber }: Texts): PortChoice {
  if (path && serialNumber) throw new SetupError('--port and --serial name two ports: give one of them');
  if (path) return { path };
  return serialNumber ? { serialNumber } : null;
}

function products(texts: Texts): string[] {
  const codes = texts.products.split(',').map((code) => code.trim());
  if (codes.length <= 3 && codes.every((code) => /^[A-Z][A-Z0-9_]{0,31}$/.test(code))) return codes;
  throw new SetupError(`${nameOf('products')} must be up to three product codes, not ${texts.products}`);
}
