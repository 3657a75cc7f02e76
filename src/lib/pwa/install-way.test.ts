import { expect, test } from 'vitest';
import { installWay } from './install-way';

const agents = {
  chromebook:
    'Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36',
  iphone:
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1',
  chromeOnIphone:
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/140.0.0.0 Mobile/15E148 Safari/604.1',
  mac: 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Safari/605.1.15',
  chromeOnMac:
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36',
  firefoxOnAndroid: 'Mozilla/5.0 (Android 15; Mobile; rv:142.0) Gecko/142.0 Firefox/142.0',
  firefoxOnLinux: 'Mozilla/5.0 (X11; Linux x86_64; rv:142.0) Gecko/20100101 Firefox/142.0',
};

const wayOf = (agent: keyof typeof agents, more: Partial<Parameters<typeof installWay>[0]> = {}) =>
  installWay({ userAgent: agents[agent], maxTouchPoints: 0, installed: false, canPrompt: false, ...more });

test.each([
  ['iphone', 'ios-share'],
  ['chromeOnIphone', 'ios-share'],
  ['mac', 'mac-dock'],
  ['chromeOnMac', null],
  ['firefoxOnAndroid', 'android-menu'],
  ['firefoxOnLinux', null],
  ['chromebook', null],
] as const)('%s: %s', (agent, way) => expect(wayOf(agent)).toBe(way));

test('a browser that offers to ask is let ask', () =>
  expect(wayOf('chromebook', { canPrompt: true })).toBe('prompt'));

test('an iPad that calls itself a Mac is an iPad', () =>
  expect(wayOf('mac', { maxTouchPoints: 5 })).toBe('ios-share'));

test('what is installed is not offered again', () => {
  expect(wayOf('iphone', { installed: true })).toBeNull();
  expect(wayOf('chromebook', { installed: true, canPrompt: true })).toBeNull();
});
