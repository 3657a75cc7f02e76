import type { Page } from 'playwright';
import type {} from './exposed';
import type { Host } from './rig';

/** A driver in a page that has called `exposeHost`. */
export function remoteHost(page: () => Page): Host {
  return {
    lamps: (pattern) => page().evaluate((wanted) => host.lamps(wanted), pattern),
    buzz: (buzz) => page().evaluate((wanted) => host.buzz(wanted), buzz),
    openGate: (ms) => page().evaluate((wanted) => host.openGate(wanted), ms),
    bye: () => page().evaluate(() => host.bye()),
    giveId: (id) => page().evaluate((wanted) => host.giveId(wanted), id),
    restart: () => page().evaluate(() => host.restart()),
    status: () => page().evaluate(() => host.status()),
    takeHeard: () => page().evaluate(() => host.takeHeard()),
    vanish: () => page().evaluate(() => host.vanish()),
  };
}
