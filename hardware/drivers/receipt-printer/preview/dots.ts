/** The dark ones of a grid of dots as an SVG path: a box for each stretch of a row. */
export function dotsPath(width: number, height: number, isDark: (x: number, y: number) => boolean): string {
  const boxes: string[] = [];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const start = x;
      while (x < width && isDark(x, y)) x++;
      if (x > start) boxes.push(`M${start} ${y}h${x - start}v1H${start}z`);
    }
  }
  return boxes.join('');
}
