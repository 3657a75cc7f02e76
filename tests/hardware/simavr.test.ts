import { spawn } from 'node:child_process';
import { stripVTControlCharacters } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import { readEvent } from '#hardware/protocol/event';
import { decodeLine } from '#hardware/protocol/frame';
import { keptImage } from '../../scripts/tools/firmware.js';
import { isOnPath } from '../../scripts/tools/programs.js';

/** simavr shows a dot for a line feed. */
const SAID = /^(!.*?)\.?\r?$/;

test.skipIf(!isOnPath('simavr'))('the image runs on simavr too, alone: no reader, no fire loop', async () => {
  const simavr = spawn('simavr', ['-m', 'atmega328p', '-f', '16000000', keptImage], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  onTestFinished(() => void simavr.kill('SIGKILL'));
  let output = '';
  for (const stream of [simavr.stdout, simavr.stderr])
    stream.on('data', (bytes: Buffer) => (output += bytes.toString()));
  const told = () =>
    output.split('\n').flatMap((line) => {
      const decoded = decodeLine(SAID.exec(stripVTControlCharacters(line))?.[1] ?? '');
      return decoded.ok ? [readEvent(decoded.frame)] : [];
    });
  await expect.poll(told, { timeout: 30_000 }).toEqual([
    { type: 'boot', boot: 1, reset: 'PWR' },
    { type: 'fire', alarm: true },
    { type: 'reader', works: false },
  ]);
});
