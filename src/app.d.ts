import type { Session } from '#server/accounts/sessions';
import type { App as RunningApp } from '#server/app';

declare global {
  namespace App {
    interface Locals {
      /** The running App: services and settings. */
      app: RunningApp;
      /** Whose session the request bears; null for none, or one that has ended. Asks Redis once, when first called. */
      session: () => Promise<Session | null>;
    }
  }
}
