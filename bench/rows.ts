import { bytes } from './rows/bytes';
import { fanOut } from './rows/fan-out';
import { gatePage } from './rows/gate-page';
import { growth } from './rows/growth';
import { history } from './rows/history';
import type { Measure } from './rows/measure';
import { memory } from './rows/memory';
import { monitor } from './rows/monitor';
import { pageSpeed } from './rows/page-speed';
import { pageWeight } from './rows/page-weight';
import { post } from './rows/post';
import { start } from './rows/start';
import { tap } from './rows/tap';
import { tapRate } from './rows/tap-rate';
import { tapSocket } from './rows/tap-socket';

/** Everything that is measured, in the order of the table. */
export const measures: readonly Measure[] = [
  tap,
  tapRate,
  tapSocket,
  gatePage,
  fanOut,
  post,
  memory,
  history,
  bytes,
  monitor,
  pageWeight,
  pageSpeed,
  start,
  growth,
];
