import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { createEmulatedBoard } from '#hardware/simulator/emulated-board';
import { keptImage } from '../../scripts/tools/firmware.js';

const SECONDS = 20;

test('a board at rest takes at most six hundredths of a core', () => {
  const board = createEmulatedBoard({ image: readFileSync(keptImage, 'utf8') });
  const rest = () => {
    const began = process.cpuUsage();
    for (let ms = 0; ms < SECONDS * 1000; ms += 4) board.advance(4); // as its worker does
    const { user, system } = process.cpuUsage(began);
    return (user + system) / 1e6 / SECONDS;
  };
  rest(); // compiled by now
  const share = rest();
  process.stdout.write(`emulated board at rest: ${(share * 100).toFixed(1)} % of a core\n`);
  expect(share).toBeLessThanOrEqual(0.06);
});
