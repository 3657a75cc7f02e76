/** What became of a promise within the time. It may end later; an error of it is then nobody's. */
export function outcomeWithin(ms: number, promise: Promise<unknown>): Promise<'done' | 'failed' | 'late'> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms, 'late');
    const end = (outcome: 'done' | 'failed') => {
      clearTimeout(timer);
      resolve(outcome);
    };
    promise.then(
      () => end('done'),
      () => end('failed'),
    );
  });
}
