import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { DEVICE_FAULTS } from '#hardware/drivers/device-fault';
import { readCommand, readReply } from '#hardware/protocol/command';
import { readEvent } from '#hardware/protocol/event';
import { decodeLine, type Frame } from '#hardware/protocol/frame';

const docs = join(import.meta.dirname, '../../docs');
const guide = readFileSync(join(docs, 'hardware-guide.md'), 'utf8');
const pins = readFileSync(join(docs, '../hardware/firmware/src/pins.h'), 'utf8');

const words = JSON.parse(
  readFileSync(join(docs, '../src/lib/i18n/messages/en/device.json'), 'utf8'),
) as Readonly<Record<string, string>>;

/** All matches of a pattern, each as its groups. */
const all = (pattern: RegExp, text = guide): string[][] =>
  [...text.matchAll(pattern)].map(([, ...groups]) => groups.map((group) => group ?? ''));

describe('pins', () => {
  test('are those of the firmware', () => {
    const wired = all(/^\| ([AD]\d+) +\| `([A-Z_0-9]+)` +\|/gm).map(([pin, name]) => [name, pin]);
    const meant = all(/^#define ([A-Z_0-9]+) P([BCD])(\d)/gm, pins).map(([name, port, bit]) => [
      name,
      printedPin(port, Number(bit)),
    ]);
    expect(Object.fromEntries(wired)).toEqual(Object.fromEntries(meant));
  });

  test('stand in the picture', () => {
    const picture = readFileSync(join(docs, 'hardware/wiring.svg'), 'utf8');
    const drawn = all(/<text class="pin(?: e)?"[^>]*>([AD]\d+)<\/text>/g, picture).flat();
    expect(drawn.sort()).toEqual(
      all(/^\| ([AD]\d+) +\|/gm)
        .flat()
        .sort(),
    );
  });
});

describe('frames', () => {
  const lines = all(/(?<=^|`)([><!#]\d+ [^`\n]*\*[0-9A-F]{4})(?=$|`)/gm).flat();

  test('are shown', () => expect(lines.length).toBeGreaterThan(20));

  test.each([...new Set(lines)])('%s says something', (line) => {
    const decoded = decodeLine(line);
    expect(decoded.ok && meaningOf(decoded.frame)).toBeTruthy();
  });
});

describe('policies', () => {
  const files = readdirSync(join(docs, 'hardware/policies'));
  const policies = Object.assign({}, ...files.map((name) => readPolicy(name))) as Record<string, unknown>;

  test('are four known ones, all of them told of', () => {
    expect(Object.keys(policies).sort()).toEqual(Object.keys(KNOWN_POLICIES).sort());
    for (const [file, name] of all(/^\| \[`(\w+\.json)`\]\(\S+\) +\| `(\w+)`/gm)) {
      expect(Object.keys(readPolicy(file ?? ''))).toEqual([name]);
    }
  });

  test.each(Object.entries(policies))('%s has the form of it', (name, value) => {
    expect(value).toSatisfy(KNOWN_POLICIES[name] ?? (() => false));
  });

  test('grant the boards of the table, by the same ids', () => {
    const rows = all(/`([0-9A-F]{4}):([0-9A-F]{4})`.*`"vendor_id": (\d+), "product_id": (\d+)`/g);
    const table = rows.map(([vendor, product, ...decimals]) => {
      expect(decimals.map(Number)).toEqual([parseInt(vendor ?? '', 16), parseInt(product ?? '', 16)]);
      return { vendor_id: Number(decimals[0]), product_id: Number(decimals[1]) };
    });
    expect(policies).toMatchObject({ SerialAllowUsbDevicesForUrls: [{ devices: table }] });
  });
});

test('troubles are the faults of devices, in the words of the screen, and say what it does', () => {
  const told = all(/^\| ([^|]+?) +\|[^|]*\| (waits|asks) +\|[^|]*\| `([a-z-]+)` +\|$/gm);
  const known = Object.entries(DEVICE_FAULTS).map(([code, { screen }]) => [
    words[`device_${code.replaceAll('-', '_')}`],
    `${screen}s`,
    code,
  ]);
  expect(told.sort()).toEqual(known.sort());
});

describe('links', () => {
  const links = [...new Set(all(/\]\(([^)\s]+)\)/g).flat())];
  const files = links.filter((link) => !/^(https:|#)/.test(link));
  const anchors = all(/^#+ (.+)$/gm).map(([heading]) => anchorOf(heading ?? ''));

  test.each(files)('%s is there', (link) => expect(existsSync(join(docs, link))).toBe(true));

  test.each(links.filter((link) => link.startsWith('#')))('%s is a heading', (link) =>
    expect(anchors).toContain(link.slice(1)),
  );
});

/** As it is printed on an Uno: port D begins with D0, port B with D8, port C with A0. */
function printedPin(port = '', bit: number): string {
  const first = { D: 'D0', B: 'D8', C: 'A0' }[port] ?? '?';
  return `${first[0]}${Number(first[1]) + bit}`;
}

function meaningOf(frame: Frame): unknown {
  if (frame.type === '<') return readReply(frame);
  return frame.type === '!' ? readEvent(frame) : typeof readCommand(frame) === 'object';
}

const readPolicy = (name: string) =>
  JSON.parse(readFileSync(join(docs, 'hardware/policies', name), 'utf8')) as Record<string, unknown>;

/** Of Chrome's policies those that a kiosk needs, and how their values look. */
const KNOWN_POLICIES: Record<string, (value: unknown) => boolean> = {
  SerialAllowUsbDevicesForUrls: (value) => isList(value, isGrant),
  WebUsbAllowDevicesForUrls: (value) => isList(value, isGrant),
  AutoplayAllowlist: (value) => isList(value, isOrigin),
  KioskWebAppOfflineEnabled: (value) => value === true,
};

const isList = (value: unknown, isItem: (item: unknown) => boolean): boolean =>
  Array.isArray(value) && value.length > 0 && value.every(isItem);

const isOrigin = (value: unknown): boolean => typeof value === 'string' && new URL(value).origin === value;

/** Both fields are needed, and a product is nothing without its vendor. */
const isGrant = (value: unknown): boolean =>
  hasOnly(value, ['devices', 'urls']) && isList(value.devices, isDevice) && isList(value.urls, isOrigin);

const isDevice = (value: unknown): boolean =>
  hasOnly(value, ['vendor_id', 'product_id']) && Number.isInteger(value.vendor_id);

const hasOnly = <K extends string>(
  value: unknown,
  keys: readonly K[],
): value is Partial<Record<K, unknown>> =>
  typeof value === 'object' && value !== null && Object.keys(value).every((key) => keys.includes(key as K));

/** The name by which GitHub links to a heading. */
const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[^\w\s-]/g, '')
    .replaceAll(' ', '-');
