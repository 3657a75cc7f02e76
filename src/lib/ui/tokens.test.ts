import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

const css = readFileSync(new URL('./tokens.css', import.meta.url), 'utf8');

/** Every color token as [light, dark]. */
const tokens = new Map(
  [...css.matchAll(/--([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)/g)].map(
    ([, name = '', light = '', dark = '']) => [name, [light, dark] as const],
  ),
);

const states = ['granted', 'denied', 'warn', 'info'];
const grounds = ['paper', 'surface', 'sunken'];
const onGrounds = (inks: string[]) => inks.flatMap((ink) => grounds.map((ground) => [ink, ground] as const));

/** WCAG 2.2: 1.4.3 for text, 1.4.11 for the parts of controls and diagrams. */
const text = [
  ...onGrounds(['ink', 'ink-muted', 'line']),
  ...onGrounds(states.map((state) => `${state}-ink`)),
  ...states.flatMap((state) => [
    [`on-${state}`, state] as const,
    [`${state}-ink`, `${state}-soft`] as const,
    ['ink', `${state}-soft`] as const,
  ]),
  ['on-line', 'line'] as const,
  ['ink', 'line-soft'] as const,
  ['line', 'line-soft'] as const,
];
const parts = [
  ...onGrounds(['control-edge', 'granted', 'denied', 'product-single', 'product-ten', 'product-two-hour']),
  ['denied', 'denied-soft'] as const,
];

describe.each([
  ['light', 0],
  ['dark', 1],
] as const)('in %s', (_, theme) => {
  const color = (name: string) => {
    const pair = tokens.get(name);
    if (!pair) throw new Error(`no color token --${name}`);
    return pair[theme];
  };

  test.each(text)('%s can be read on %s', (ink, ground) => {
    expect(contrast(color(ink), color(ground))).toBeGreaterThanOrEqual(4.5);
  });

  test.each(parts)('%s can be made out on %s', (part, ground) => {
    expect(contrast(color(part), color(ground))).toBeGreaterThanOrEqual(3);
  });
});

/** The contrast ratio of two `#rrggbb` colors, as WCAG 2.2 defines it. */
function contrast(a: string, b: string): number {
  const [light = 0, dark = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (light + 0.05) / (dark + 0.05);
}

function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const channel = parseInt(hex.slice(at, at + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
