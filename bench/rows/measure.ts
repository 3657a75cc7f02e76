import type { Row } from '../report/row';

/** How thorough a run is. Quick: a smoke run, whose figures mean little. */
export interface Effort {
  /** How often a measurement is repeated: at least three times, unless quick. */
  times: number;
  /** A number of things to do, made less when quick. */
  some(count: number): number;
}

export const fully: Effort = { times: 3, some: (count) => count };
export const quickly: Effort = { times: 1, some: (count) => Math.max(1, Math.round(count / 20)) };

/** One row of the table, or a few that are measured together. */
export interface Measure {
  name: string;
  run(effort: Effort): Promise<Row[]>;
}
