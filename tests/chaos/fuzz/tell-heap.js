// Loaded into a server under test, with --expose-gc: at SIGUSR2 it says how much of the heap is in use after a collection.
process.on('SIGUSR2', () => {
  const collect = /** @type {() => void} */ (Reflect.get(globalThis, 'gc'));
  collect();
  collect();
  process.stdout.write(`heap in use: ${process.memoryUsage().heapUsed}\n`);
});
