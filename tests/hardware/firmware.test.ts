import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { decodeLine } from '#hardware/protocol/frame';
import vectors from '../../hardware/protocol/vectors.json' with { type: 'json' };
import { buildFirmware, COMPILER, compilerVersion, keptImage } from '../../scripts/tools/firmware.js';
import { isOnPath } from '../../scripts/tools/programs.js';
import { diceFor, seed } from '../kit/dice';
import { anyLine } from './lines';
import { referenceVerdict } from './reference';

const folder = mkdtempSync(join(tmpdir(), 'tapline-firmware-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe.skipIf(!isOnPath('avr-gcc'))('the firmware', () => {
  test('fits the chip with room to spare, and is the image that is kept', async () => {
    const { image, flash, ram } = await buildFirmware(folder);
    expect(flash).toBeLessThanOrEqual(16 * 1024);
    expect(ram).toBeLessThanOrEqual(1.2 * 1024);
    // Another compiler makes other bytes of it.
    if ((await compilerVersion()) === COMPILER) expect(image).toBe(readFileSync(keptImage, 'utf8'));
  });
});

describe.skipIf(!isOnPath('gcc'))('its codec on this machine, with sanitizers', () => {
  beforeAll(() => {
    execFileSync('make', ['-s', '-C', 'hardware/firmware', 'host', `OUT=${folder}`]);
  });

  test.each(vectors.frames)('$line', async ({ line, frame: { type, id, verb, args } }) => {
    const words = Object.entries(args).map((pair) => pair.join('='));
    expect(await judge([line])).toEqual([`ok ${[type, id, verb, ...words].join(' ')}`]);
  });

  test.each(vectors.faults)('no frame: $why', async ({ line, fault, damagedRequest }) => {
    expect(await judge([line])).toEqual([`${fault} ${damagedRequest}`]);
  });

  test.each(vectors.streams)('$why', async ({ chunks, lines }) => {
    expect(await judgeBytes(chunks.join(''))).toEqual(await judge(lines));
  });

  test('both codecs and a third reading of the grammar judge a million lines alike', async () => {
    const dice = diceFor('lines of TG1');
    let accepted = 0;
    for (let round = 0; round < 20; round++) {
      const lines = Array.from({ length: 50_000 }, () => anyLine(dice)).filter((line) => line !== '');
      const verdicts = await judge(lines);
      lines.forEach((line, i) => {
        const reference = referenceVerdict(line);
        const verdict = verdicts[i] ?? '';
        if (reference.startsWith('ok')) accepted += 1;
        if (!alike(reference, verdict) || reference !== typescriptVerdict(line)) {
          const all = { line, reference, c: verdict, typescript: typescriptVerdict(line) };
          expect.fail(`seed ${seed}: ${JSON.stringify(all)}`);
        }
      });
    }
    // Neither a fuzz of nothing but noise, nor of nothing but frames.
    expect(accepted).toBeGreaterThan(100_000);
    expect(accepted).toBeLessThan(900_000);
  });
});

/** Behind a fault stands the id of the request that was damaged. */
const alike = (reference: string, verdict: string): boolean =>
  reference.startsWith('ok') ? verdict === reference : verdict.startsWith(`${reference} `);

function typescriptVerdict(line: string): string {
  const decoded = decodeLine(line);
  if (!decoded.ok) return decoded.fault;
  const { type, id, verb, args } = decoded.frame;
  return ['ok', type, id, verb, ...Object.entries(args).map((pair) => pair.join('='))].join(' ');
}

const judge = (lines: readonly string[]): Promise<string[]> =>
  judgeBytes(lines.map((line) => `${line}\n`).join(''));

/** What the program says of each line. A frame that it has read it must write again, byte for byte. */
async function judgeBytes(text: string): Promise<string[]> {
  const child = spawn(join(folder, 'codec'), { stdio: ['pipe', 'pipe', 'inherit'] });
  let output = '';
  child.stdout.setEncoding('latin1').on('data', (chunk: string) => (output += chunk));
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  child.stdin.end(Buffer.from(text, 'latin1'));
  expect(await ended).toBe(0);
  const said = output.split('\n').slice(0, -1);
  const written = said.filter((line) => line.startsWith('= ')).map((line) => line.slice(2));
  const accepted = new Set(text.split('\n'));
  for (const line of written) if (!accepted.has(line)) expect.fail(`It wrote ${JSON.stringify(line)}`);
  return said.filter((line) => !line.startsWith('= '));
}
