import type { LoadFigures } from '../crowd/load';
import type { Place } from '../crowd/main';
import { programOf, startChild } from './child';

/** Clients of one server, in a process of their own. */
export interface Crowd {
  join(count: number): Promise<void>;
  steady(load: { perSecond: number; seconds: number }): Promise<LoadFigures>;
  saturate(load: { underWay: number; seconds: number }): Promise<LoadFigures>;
  stop(): Promise<void>;
}

export function startCrowd(place: Place): Crowd {
  const { PATH, HOME } = process.env;
  const { ask, stop } = startChild([programOf('crowd')], { PATH, HOME });
  return {
    join: (count) => ask('join', place, count),
    steady: (load) => ask('steady', load),
    saturate: (load) => ask('saturate', load),
    stop,
  };
}
