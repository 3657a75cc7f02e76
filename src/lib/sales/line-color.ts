const lines: Record<string, string> = {
  SINGLE_USE: 'var(--product-single)',
  TEN_TRIP: 'var(--product-ten)',
  TWO_HOUR: 'var(--product-two-hour)',
};

/** Each product is a line of its own on the map: its color as a CSS value. */
export const lineColor = (code: string): string => lines[code] ?? 'var(--product-other)';
