import type { MonitorView } from '#contract/transit';
import type { Principal, Right } from '#domain/accounts/right';
import type { Product } from '#domain/transit/product';
import type { Authenticate } from './accounts/authenticate';
import type { Devices } from './devices/devices';
import type { LookUpCard } from './transit/look-up-card';
import type { SellPass } from './transit/sell-pass';
import type { TapCard } from './transit/tap-card';

/** What can be asked of Tapline, by sockets, routes and pages alike. */
export interface Services {
  tapCard: TapCard;
  sellPass: SellPass;
  lookUpCard: LookUpCard;
  watchMonitor(cursor?: string): Promise<MonitorView>;
  devices: Devices;
  catalogue: readonly Product[];
  authenticate: Authenticate;
  /** Who a token belongs to, if they have the right. @throws Refusal `unauthenticated`, `forbidden` */
  authorize(token: unknown, right: Right): Promise<Principal>;
}
