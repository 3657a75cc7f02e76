/**
 * Measures several things in turn, a b a b a b, so that what else happens on the machine meanwhile befalls all alike.
 * Gives the figures of each by its name.
 */
export async function alternate<N extends string, T>(
  times: number,
  measures: Record<N, () => Promise<T>>,
): Promise<Record<N, T[]>> {
  const names = Object.keys(measures) as N[];
  const figures = Object.fromEntries(names.map((name) => [name, [] as T[]])) as Record<N, T[]>;
  for (let time = 0; time < times; time++) {
    for (const name of names) figures[name].push(await measures[name]());
  }
  return figures;
}

export async function repeat<T>(times: number, measure: (time: number) => Promise<T>): Promise<T[]> {
  const figures: T[] = [];
  for (let time = 0; time < times; time++) figures.push(await measure(time));
  return figures;
}
