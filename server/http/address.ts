import type { IncomingHttpHeaders } from 'node:http';
import { isIP } from 'node:net';
import type { Config } from '#server/config';

/** What of a request tells where it comes from. */
interface Sent {
  headers: IncomingHttpHeaders;
  socket: { remoteAddress?: string | undefined };
}

/**
 * The network address of who asks, as it is counted everywhere, over HTTP and on sockets. Behind a proxy it is in the
 * header that the operator names: of a list the last one, which the proxy itself has added; what stands before it is
 * what the client says. Where the header holds no address, it is that of the connection.
 */
export function addressOf(req: Sent, { addressHeader }: Pick<Config, 'addressHeader'>): string {
  const told = addressHeader === null ? undefined : req.headers[addressHeader];
  const last = told?.toString().split(',').at(-1) ?? '';
  return foldAddress(withoutPort(last.trim())) ?? foldAddress(req.socket.remoteAddress ?? '') ?? 'unknown';
}

/** Some proxies tell the port as well: `192.0.2.1:5678`, `[2001:db8::1]:5678`. */
const withoutPort = (text: string): string => text.replace(/^\[(.+)\](:\d+)?$|^([\d.]+):\d+$/, '$1$3');

/**
 * One name for all that one subscriber may call themselves: of IPv6 the /64, which is the least that anybody is given,
 * and IPv4 as itself however it is written. Null: this is no address.
 */
function foldAddress(text: string): string | null {
  if (isIP(text) !== 6) return isIP(text) === 4 ? text : null;
  const groups = groupsOf(text);
  const isMapped = groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff;
  if (isMapped) return groups.slice(6).flatMap(bytesOf).join('.');
  return `${groups
    .slice(0, 4)
    .map((group) => group.toString(16))
    .join(':')}::/64`;
}

/** The eight groups of an IPv6 address. */
function groupsOf(address: string): number[] {
  // URL writes all spellings alike, also an end such as 192.0.2.1; it knows no zone (`%eth0`).
  const { hostname } = new URL(`http://[${address.replace(/%.*/, '')}]`);
  const [before = [], after = []] = hostname
    .slice(1, -1)
    .split('::')
    .map((part) => (part === '' ? [] : part.split(':')));
  const zeros = Array<string>(8 - before.length - after.length).fill('0');
  return [...before, ...zeros, ...after].map((group) => Number.parseInt(group, 16));
}

const bytesOf = (group: number): number[] => [group >> 8, group & 0xff];
