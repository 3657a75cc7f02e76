import type { Client } from '$lib/socket/client.svelte';
import { canHoldKeys } from './keys';

/** Why a kiosk cannot work just now. `unpaired` and `insecure` need a person, the others pass by themselves. */
export type Trouble = 'connecting' | 'offline' | 'unpaired' | 'insecure';

/** A line that comes back within this time was never seen to be lost. */
const BLINK_MS = 1000;

/** Watches the line to the server; `current` is reactive. */
export function watchTrouble(client: Pick<Client, 'status' | 'refusal'>) {
  let wasOnline = $state(false);
  const stop = $effect.root(() => {
    $effect(() => {
      if (client.status === 'online') wasOnline = true;
      if (client.status !== 'offline') return;
      const timer = setTimeout(() => (wasOnline = false), BLINK_MS);
      return () => clearTimeout(timer);
    });
  });
  return {
    get current(): Trouble | null {
      if (client.status === 'online') return null;
      return wasOnline ? null : troubleOf(client);
    },
    stop,
  };
}

/** What keeps a kiosk from the server. */
export function troubleOf({ status, refusal }: Pick<Client, 'status' | 'refusal'>): Trouble {
  if (!canHoldKeys()) return 'insecure';
  if (status === 'connecting') return 'connecting';
  const unknown = refusal === 'unauthenticated' || refusal === 'not_found' || refusal === 'forbidden';
  return unknown ? 'unpaired' : 'offline';
}
