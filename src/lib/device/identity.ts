import { createDeviceAccess } from '#contract/client/device-access';
import { asRefusal } from '#contract/error-codes';
import { browserKeys, type KeyStore } from './keys';

export interface IdentityOptions {
  deviceId: string;
  /** In demo mode a device that the server does not know pairs itself. */
  selfPairing: boolean;
  keys?: KeyStore;
  fetch?: typeof globalThis.fetch;
}

/** Who this browser is to the server. */
export interface Identity {
  /**
   * A token for one connection.
   * @throws Refusal with the server's code; `unavailable` if it cannot be reached, `forbidden` if there can be no key.
   */
  token(): Promise<string>;
}

export function createIdentity(options: IdentityOptions): Identity {
  const { deviceId, selfPairing, keys = browserKeys, fetch = globalThis.fetch } = options;
  const access = createDeviceAccess(fetch);

  async function introduce(pair: CryptoKeyPair): Promise<string> {
    await access.pair({ device: deviceId }, pair);
    return access.prove(deviceId, pair);
  }

  return {
    async token() {
      const { pair, fresh } = await keys.pairOf(deviceId);
      if (selfPairing && fresh) return introduce(pair);
      try {
        return await access.prove(deviceId, pair);
      } catch (error) {
        if (!selfPairing || !isUnknown(error)) throw error;
        return introduce(pair);
      }
    },
  };
}

/** The server does not know this key, or no longer. */
const isUnknown = (error: unknown): boolean =>
  ['unauthenticated', 'not_found'].includes(asRefusal(error)?.code ?? '');
