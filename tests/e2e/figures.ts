/** Says what was measured, beside the test that it belongs to. */
export const tell = (figure: string): unknown => process.stdout.write(`      ${figure}\n`);
