import type { IncomingHttpHeaders } from 'node:http';
import { describe, expect, test } from 'vitest';
import { addressOf } from './address';

const PROXY = '10.0.0.1';

/** How somebody is counted whose request comes from the proxy with these headers. */
const behindProxy = (headers: IncomingHttpHeaders, addressHeader: string | null = 'x-forwarded-for') =>
  addressOf({ headers, socket: { remoteAddress: PROXY } }, { addressHeader });

const told = (address: string) => behindProxy({ 'x-forwarded-for': address });

describe('behind a proxy', () => {
  test('the address is the one that the proxy has added to what the client made up', () => {
    expect(told('198.51.100.7')).toBe('198.51.100.7');
    expect(told('203.0.113.9, 127.0.0.1,198.51.100.7')).toBe('198.51.100.7');
  });

  test('a header that comes as a list counts like one with commas', () => {
    const headers = { 'x-forwarded-for': ['203.0.113.9', '127.0.0.1, 198.51.100.7'] };
    expect(behindProxy(headers as unknown as IncomingHttpHeaders)).toBe('198.51.100.7');
  });

  test('a port is no part of it', () => {
    expect(told('198.51.100.7:40123')).toBe('198.51.100.7');
    expect(told('[2001:db8:1:2::7]:40123')).toBe('2001:db8:1:2::/64');
  });

  test.each([undefined, '', ' ', '198.51.100.7,', 'unknown', '198.51.100.7 198.51.100.8'])(
    'where it tells none (%j) it is that of the connection',
    (header) => {
      expect(behindProxy(header === undefined ? {} : { 'x-forwarded-for': header })).toBe(PROXY);
    },
  );
});

test('without a header named by the operator, what clients say of themselves does not count', () => {
  expect(behindProxy({ 'x-forwarded-for': '198.51.100.7' }, null)).toBe(PROXY);
});

test('a connection that is gone has none', () => {
  expect(addressOf({ headers: {}, socket: {} }, { addressHeader: null })).toBe('unknown');
});

describe('one subscriber is one', () => {
  test.each([
    '2001:db8:1:2::1',
    '2001:0DB8:0001:0002:ffff:ffff:ffff:ffff',
    '2001:db8:1:2:3:4:192.0.2.1',
    '2001:db8:1:2::9%eth0',
  ])('%s by its /64', (address) => {
    expect(told(address)).toBe('2001:db8:1:2::/64');
  });

  test('and another network is another', () => {
    expect(told('2001:db8:1:3::1')).toBe('2001:db8:1:3::/64');
    expect(told('::1')).toBe('0:0:0:0::/64');
  });

  test.each(['192.0.2.1', '::ffff:192.0.2.1', '::FFFF:c000:201', '0:0:0:0:0:ffff:192.0.2.1'])(
    '%s by its IPv4 address',
    (address) => {
      expect(told(address)).toBe('192.0.2.1');
    },
  );
});
