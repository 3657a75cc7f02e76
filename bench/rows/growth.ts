import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { exponent, median } from '../measure/statistics';
import { repeat } from '../measure/alternate';
import { plot, type Curve } from '../report/plot';
import { figureRow } from '../report/row';
import { dimensions, type Dimension } from './growing';
import type { Effort, Measure } from './measure';

const FILE = join(import.meta.dirname, '../../docs/bench-growth.svg');
const TITLE = 'cost of one piece of work, as what it works on grows (both logarithmic)';

/** What one piece of work costs as what it works on grows tenfold, and as a picture. */
export const growth: Measure = {
  name: 'growth',
  async run(effort) {
    const measured = [];
    for (const dimension of dimensions) measured.push(await measure(dimension, effort));
    if (effort.times > 1)
      writeFileSync(
        FILE,
        plot(
          TITLE,
          measured.map(({ curve }) => curve),
        ),
      );
    return measured.map(({ curve, tenfold }) => {
      const sizes = curve.points.map(({ size }) => size.toLocaleString('en')).join(', ');
      return figureRow({ name: `ten times the ${curve.name} (${sizes})`, unit: 'x the cost' }, tenfold, {
        atMost: 10,
      });
    });
  },
};

/** `tenfold`: by how much the cost grows when the size grows tenfold, once a repetition. */
async function measure(
  { name, sizes, open }: Dimension,
  effort: Effort,
): Promise<{ curve: Curve; tenfold: number[] }> {
  const { at, close } = await open(effort);
  try {
    const costs: number[][] = [];
    for (const size of sizes) {
      const work = await at(effort.some(size));
      costs.push(await repeat(effort.times, work));
    }
    const tenfold = Array.from({ length: effort.times }, (_, time) => {
      return 10 ** exponent(sizes.map((size, n) => [size, costs[n]?.[time] ?? NaN] as const));
    });
    const points = sizes.map((size, n) => ({ size, cost: median(costs[n] ?? []) }));
    return { curve: { name, points }, tenfold };
  } finally {
    await close();
  }
}
