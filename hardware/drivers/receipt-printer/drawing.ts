import type { PairLine, TextLine } from './receipt';

/** A picture in dots; `data` as in `ImageData`, four bytes a dot. */
export interface Drawing {
  width: number;
  height: number;
  data: Uint8ClampedArray;
}

/**
 * Port: draws a line whose letters the printer does not have. Arabic needs more than a code page, which knows neither
 * direction nor joining; a browser can all that. `width` is the paper's, in dots.
 */
export type DrawLine = (line: TextLine | PairLine, width: number) => Drawing;
