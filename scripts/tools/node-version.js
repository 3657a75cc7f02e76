import { fail } from './fail.js';

/** Ends with one clear line on a Node that is too old. */
export function demandNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  fail(`Tapline needs Node 20.19 or later; this is ${process.versions.node}`);
}
