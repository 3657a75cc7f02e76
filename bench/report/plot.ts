/** How the cost of something grows with its size: both relative to the smallest that was measured. */
export interface Curve {
  name: string;
  points: { size: number; cost: number }[];
}

const [WIDTH, HEIGHT] = [640, 400];
const BOX = { left: 64, top: 24, right: 470, bottom: 340 };
/** Both axes are logarithmic and go from 1 to 100. */
const DECADES = 2;
const COLORS = ['#3340c4', '#c43a5a', '#1f8a5b', '#b86e00', '#7a4bc4'];

/** An SVG of its own: readable on light and on dark. */
export function plot(title: string, curves: readonly Curve[]): string {
  const parts = [
    `<rect width="${WIDTH}" height="${HEIGHT}" fill="#ffffff"/>`,
    ...grid(),
    line([point(1, 1), point(100, 100)], '#8a8fa3', 'stroke-dasharray="5 5"'),
    label(BOX.right + 12, BOX.top + 4, 'linear', '#6b7080'),
    ...curves.flatMap((curve, at) => drawn(curve, COLORS[at % COLORS.length] ?? '#000', at)),
    label(BOX.left, HEIGHT - 16, title, '#30343f'),
  ];
  const text = 'font-family="system-ui, sans-serif" font-size="13"';
  const size = `width="${WIDTH}" height="${HEIGHT}" viewBox="0 0 ${WIDTH} ${HEIGHT}"`;
  return `<svg xmlns="http://www.w3.org/2000/svg" ${size} ${text}>\n  ${parts.join('\n  ')}\n</svg>\n`;
}

function grid(): string[] {
  return [1, 10, 100].flatMap((value) => {
    const [x, y] = point(value, value);
    return [
      line(
        [
          [x, BOX.top],
          [x, BOX.bottom],
        ],
        '#e3e5ec',
      ),
      line(
        [
          [BOX.left, y],
          [BOX.right, y],
        ],
        '#e3e5ec',
      ),
      label(x - 10, BOX.bottom + 20, `×${value}`, '#6b7080'),
      label(BOX.left - 40, y + 4, `×${value}`, '#6b7080'),
    ];
  });
}

function drawn({ name, points }: Curve, color: string, at: number): string[] {
  const [smallest] = points;
  if (!smallest) return [];
  const places = points.map(({ size, cost }) => point(size / smallest.size, cost / smallest.cost));
  const dots = places.map(([x, y]) => `<circle cx="${round(x)}" cy="${round(y)}" r="3.5" fill="${color}"/>`);
  const legend = BOX.top + 48 + at * 24;
  return [
    line(places, color, 'stroke-width="2"'),
    ...dots,
    `<circle cx="${BOX.right + 18}" cy="${legend - 4}" r="4" fill="${color}"/>`,
    label(BOX.right + 30, legend, name, '#30343f'),
  ];
}

type Place = readonly [x: number, y: number];

const point = (x: number, y: number): Place => [
  BOX.left + (Math.log10(x) / DECADES) * (BOX.right - BOX.left),
  BOX.bottom - (Math.max(0, Math.log10(y)) / DECADES) * (BOX.bottom - BOX.top),
];

function line(places: readonly Place[], color: string, extra = ''): string {
  const path = places.map(([x, y]) => `${round(x)},${round(y)}`).join(' ');
  return `<polyline points="${path}" fill="none" stroke="${color}" ${extra}/>`;
}

const label = (x: number, y: number, text: string, color: string): string =>
  `<text x="${round(x)}" y="${round(y)}" fill="${color}">${text}</text>`;

const round = (value: number): number => Math.round(value * 10) / 10;
