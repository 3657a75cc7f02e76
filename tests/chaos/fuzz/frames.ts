import fc from 'fast-check';
import { commandSchemas } from '#contract/events';
import { payloadOf } from './payloads';
import { toJson, wild } from './wild';

/** Events of a frame: the name and what follows it. */
export type Frame = unknown[];

/** Those whose answers are long, or grow with each that goes through. */
const HEAVY = ['room:create', 'room:list', 'monitor:watch'];

/** A longer one closes the line, as it should. */
const LONGEST = 60 * 1024;

const anyFrame: fc.Arbitrary<Frame> = fc.oneof(
  ...Object.entries(commandSchemas).map(([name, schema]) => ({
    weight: HEAVY.includes(name) ? 2 : 12,
    arbitrary: payloadOf(schema).map((payload) => [name, payload]),
  })),
  {
    weight: 8,
    arbitrary: fc
      .tuple(fc.constantFrom(...Object.keys(commandSchemas)), fc.array(wild, { maxLength: 4 }))
      .map(([name, args]) => [name, ...args]),
  },
  { weight: 8, arbitrary: fc.tuple(strangeName(), wild).map(([name, payload]) => [name, payload]) },
);

/** In good order as Socket.IO sees it: whatever is in it, it is answered when an answer is asked for. */
export const frame: fc.Arbitrary<Frame> = anyFrame.filter((one) => Buffer.byteLength(toJson(one)) < LONGEST);

/** Names that are no command's, without those that Socket.IO keeps for itself. */
function strangeName(): fc.Arbitrary<string> {
  return fc.oneof(
    fc.constantFrom(
      '',
      '__proto__',
      'constructor',
      'toString',
      'tap:absent',
      'message:posted',
      'x'.repeat(5_000),
    ),
    fc.string().filter((name) => !RESERVED.includes(name)),
  );
}

const RESERVED = ['connect', 'connect_error', 'disconnect', 'disconnecting', 'newListener', 'removeListener'];

/** What Socket.IO itself must refuse; it may close the line for it. Text, or text and what is attached to it. */
export const brokenPacket: fc.Arbitrary<(string | Uint8Array)[]> = fc.oneof(
  fc.constantFrom<string[]>(
    ['2'],
    ['2['],
    ['21'],
    ['2{}'],
    ['2[]'],
    ['2[null]'],
    ['2[{}]'],
    ['2["connect"]'],
    ['2["disconnect","x"]'],
    ['2["disconnecting"]'],
    ['29999999999999999999["room:list"]'],
    ['2/other,["room:list"]'],
    ['3["x"]'],
    ['31[]'],
    ['0{"token":{}}'],
    ['1'],
    ['4"error"'],
    ['9'],
    ['5'],
    ['5-["x"]'],
    ['51-["x",{"_placeholder":true,"num":9}]'],
    ['59999999-["x"]'],
    ['2["' + 'x'.repeat(70_000)],
    ['2["room:list",' + '['.repeat(20_000)],
  ),
  fc.string({ unit: 'binary', maxLength: 60 }).map((text) => [text]),
  fc.uint8Array({ maxLength: 60 }).map((bytes) => [bytes]),
  fc
    .uint8Array({ maxLength: 60 })
    .map((bytes) => ['51-27["message:post",{"body":{"_placeholder":true,"num":0}}]', bytes]),
);
