import fc from 'fast-check';
import { compose, FRAMINGS, type RawRequest } from './framing';
import { payloadOf } from './payloads';
import { allRoutes, type Route } from './routes';
import { known, toJson, wild } from './wild';

const METHODS = [
  'GET',
  'POST',
  'PUT',
  'PATCH',
  'DELETE',
  'HEAD',
  'OPTIONS',
  'TRACE',
  'PROPFIND',
  'FOO',
  'get',
];
const TYPES = [
  'application/json',
  'application/json; charset=utf-16',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=x',
  'multipart/form-data',
  'text/plain',
  'application/octet-stream',
  ';;;',
  '',
];
const PARTS = [
  '%E0%A4%A',
  '%',
  '%00',
  '%2e%2e',
  '..',
  '__proto__',
  '{t}',
  'A'.repeat(4_000),
  '%F0%9F%9A%8B',
  'a%0d%0ab',
];
const QUERIES = [
  '',
  '?',
  '?device=gate-north',
  '?device=%00',
  '?ids=1,2',
  '?limit=x&before=-1',
  '?next=//evil.example',
];
const ACTIONS = [
  '',
  '?/signin',
  '?/guest',
  '?/revoke',
  '?/others',
  '?/nothing',
  '?/__proto__',
  '?/constructor',
  '?/default',
];
const STRANGE_HEADERS = [
  'Cookie: tapline_session=%E0%A4%A; lang=__proto__; x',
  `Cookie: ${'a=b; '.repeat(1_000)}`,
  `X-Huge: ${'x'.repeat(30_000)}`,
  'x-session-id: \u00ff\u00fe',
  'Authorization: Bearer',
  'Authorization: Bearer ' + 'x'.repeat(5_000),
  'Authorization: Basic OjpdOjo=',
  'Accept-Language: ' + 'de,'.repeat(500),
  'Accept: ;;;q=9',
  'Range: bytes=9-1',
  'If-None-Match: ' + '"x",'.repeat(200),
  'Expect: 100-continue',
  'Transfer-Encoding: gzip, chunked',
  'Upgrade: h2c\r\nConnection: Upgrade',
  'No colon here',
  'X-SvelteKit-Action: true',
  'x-tapline-protocol: ftp',
  'x-tapline-address: 203.0.113.9',
];

const KEY = 'Authorization: Bearer tapline-demo';

/** `session`: of somebody signed in. */
export function requestsTo(origin: string, session: string): fc.Arbitrary<RawRequest> {
  const { host } = new URL(origin);
  // Pages cost more to make than answers, and take less.
  const route = fc.oneof(
    ...allRoutes().map((route) => ({ weight: route.isPage ? 1 : 3, arbitrary: fc.constant(route) })),
  );
  return route.chain((route) =>
    fc
      .record({
        method: fc.oneof(fc.constant('POST'), fc.constantFrom(...METHODS)),
        path: addressOf(route),
        headers: headersOf(host, origin, session),
        body: bodyOf(route),
        framing: fc.constantFrom(...FRAMINGS),
      })
      .map(compose),
  );
}

function addressOf({ path, isPage }: Route): fc.Arbitrary<string> {
  const part = fc.oneof(fc.constantFrom(...PARTS), known.map(encodeURIComponent), fc.string().map(quoted));
  const query = fc.oneof(
    fc.constantFrom(...QUERIES),
    fc.constantFrom(...(isPage ? ACTIONS : [''])),
    part.map((text) => `?${text}`),
  );
  const filled = path.split(/\[\w+\]/).map((text) => fc.constant(text));
  const parts = filled.flatMap((text, n) => (n === 0 ? [text] : [part, text]));
  return fc.tuple(...parts, query, fc.constantFrom('', '', '', '/', '/%')).map(([...texts]) => {
    const end = texts.pop() ?? '';
    const asked = texts.pop() ?? '';
    return texts.join('') + end + asked;
  });
}

/** Percent-encoded, and what cannot be is passed over. */
const quoted = (text: string): string => encodeURIComponent(text.toWellFormed());

function headersOf(host: string, origin: string, session: string): fc.Arbitrary<string[]> {
  const from = fc.constantFrom(
    [],
    [],
    [`Origin: ${origin}`],
    ['Origin: http://evil.example'],
    ['Origin: null'],
  );
  const who = fc.constantFrom(
    [KEY],
    [KEY],
    [`x-session-id: ${session}`],
    [`Cookie: tapline_session=${session}`],
    [],
  );
  const type = fc
    .oneof(fc.constant('application/json'), fc.constantFrom(...TYPES))
    .map((name) => [`Content-Type: ${name}`]);
  const strange = fc.oneof(
    { weight: 3, arbitrary: fc.constant<string[]>([]) },
    { weight: 1, arbitrary: fc.constantFrom(...STRANGE_HEADERS).map((line) => [line]) },
  );
  return fc.tuple(from, who, type, strange).map((lines) => [`Host: ${host}`, ...lines.flat()]);
}

function bodyOf({ schema, isPage }: Route): fc.Arbitrary<string> {
  const json = (schema === undefined ? wild : payloadOf(schema)).map(toJson);
  const form = fc
    .array(fc.tuple(fc.constantFrom('handle', 'username', 'password', 'session'), known))
    .map((fields) => new URLSearchParams(fields.map(([name, value]) => [name, value])).toString());
  return fc.oneof(
    { weight: 6, arbitrary: isPage ? form : json },
    { weight: 1, arbitrary: json.map((text) => text.slice(0, -1)) },
    { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 100 }) },
    {
      weight: 1,
      arbitrary: fc.constantFrom(
        '',
        'NaN',
        '{"tapId":Infinity}',
        '\ufeff{}',
        '--x\r\n\r\n--x--',
        '{"a":1e999}',
      ),
    },
  );
}
