const colors: Record<string, string> = {
  SINGLE_USE: 'var(--product-single)',
  TEN_TRIP: 'var(--product-ten)',
  TWO_HOUR: 'var(--product-two-hour)',
};

/** The color of a product's line on the map, as a CSS value. */
export const productColor = (code = ''): string => colors[code] ?? 'var(--product-other)';
