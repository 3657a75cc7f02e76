// Loaded into a server under test, with --expose-gc: at SIGUSR2 it says how much memory is in use after a collection.
process.on('SIGUSR2', () => {
  const collect = /** @type {() => void} */ (Reflect.get(globalThis, 'gc'));
  collect();
  collect();
  const { heapUsed, external } = process.memoryUsage(); // buffers are part of what is external
  process.stdout.write(`memory in use: ${heapUsed + external}\n`);
});
