/** Whether this is `npm run test:deep`: what takes minutes takes hours then. */
const isDeep = process.env['TAPLINE_DEEP'] === '1';

/** How much of something is done in `npm test`, and in `npm run test:deep`. */
export const amount = (usual: number, deep: number): number => (isDeep ? deep : usual);

/** How often a property is tried. */
export const runs = (usual: number): number => amount(usual, 10 * usual);
