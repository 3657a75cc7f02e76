import { median, quantile, type Sample } from '../measure/statistics';

/** One line of the table. Figures are in `unit`, `against` and `ratio` only where there is a rival or a limit. */
export interface Row {
  name: string;
  unit: string;
  /** Median of the repetitions, and the least and the most of them. */
  figure: number;
  spread: [number, number];
  against?: { what: string; figure: number };
  ratio?: { median: number; spread: [number, number] };
  aim?: string;
  /** Whether the aim is reached; absent where there is none. */
  ok?: boolean;
  /** What a reader must know besides. */
  note?: string;
}

/** A bound that a figure or a ratio should keep. */
export type Aim = { atMost: number } | { atLeast: number };

interface About {
  name: string;
  unit: string;
  note?: string;
}

/** A row that stands for itself: the aim is for the figure. */
export function figureRow(about: About, sample: Sample, aim?: Aim): Row {
  const figure = median(sample);
  return { ...about, figure, spread: spreadOf(sample), ...judged(aim, figure, about.unit) };
}

/**
 * A row beside a rival or a limit, measured in turn with it: the aim is for the ratio of each pair, ours to theirs, or
 * theirs to ours where `faster` asks how many times as fast we are.
 */
export function ratioRow(
  about: About,
  {
    ours,
    theirs,
    against,
    faster = false,
  }: { ours: Sample; theirs: Sample; against: string; faster?: boolean },
  aim: Aim,
): Row {
  const ratios = ours.map((own, at) => {
    const ratio = own / (theirs[at] ?? NaN);
    return faster ? 1 / ratio : ratio;
  });
  const ratio = median(ratios);
  return {
    ...about,
    figure: median(ours),
    spread: spreadOf(ours),
    against: { what: against, figure: median(theirs) },
    ratio: { median: ratio, spread: spreadOf(ratios) },
    ...judged(aim, ratio, 'x'),
  };
}

const spreadOf = (sample: Sample): [number, number] => [quantile(sample, 0), quantile(sample, 1)];

function judged(aim: Aim | undefined, value: number, unit: string): Pick<Row, 'aim' | 'ok'> {
  if (!aim) return {};
  const suffix = unit === 'x' ? ' x' : unit && ` ${unit}`;
  return 'atMost' in aim
    ? { aim: `<= ${aim.atMost}${suffix}`, ok: value <= aim.atMost }
    : { aim: `>= ${aim.atLeast}${suffix}`, ok: value >= aim.atLeast };
}
