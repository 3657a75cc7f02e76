import type { App as RunningApp } from '#server/app';

declare global {
  namespace App {
    interface Locals {
      /** The running App: services and settings. */
      app: RunningApp;
    }
  }
}
