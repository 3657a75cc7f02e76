import type { MonitorView } from '#contract/transit';
import type { Principal, Right } from '#domain/accounts/right';
import type { Accounts } from './accounts/accounts';
import type { Announce } from './accounts/announce';
import type { Authenticate } from './accounts/authenticate';
import type { Door } from './accounts/door';
import type { Sessions } from './accounts/sessions';
import type { Settings } from './accounts/settings';
import type { Devices } from './devices/devices';
import type { Chat } from './chat/chat';
import type { Presence } from './chat/presence';
import type { ReadCatalogue } from './transit/catalogue';
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
  catalogue: ReadCatalogue;
  chat: Chat;
  presence: Presence;
  accounts: Accounts;
  sessions: Sessions;
  settings: Settings;
  door: Door;
  announce: Announce;
  authenticate: Authenticate;
  /** Who a token belongs to, if they have the right. @throws Refusal `unauthenticated`, `forbidden` */
  authorize(token: unknown, right: Right): Promise<Principal>;
}
