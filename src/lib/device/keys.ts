import { openDB } from 'idb';
import { Refusal } from '#contract/error-codes';

const STORE = 'keys';
const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256' };

/** Where a device's key pair lives. */
export interface KeyStore {
  /** The pair of a device, made at the first call and kept from then on; `fresh` if it was made just now. */
  pairOf(deviceId: string): Promise<{ pair: CryptoKeyPair; fresh: boolean }>;
}

/** Browsers hide WebCrypto from pages that did not come over HTTPS or from the machine itself. */
export const canHoldKeys = (): boolean => globalThis.crypto?.subtle !== undefined;

/** Keys in this browser's IndexedDB. The private half cannot be read out, not even by this page. */
export const browserKeys: KeyStore = {
  async pairOf(deviceId) {
    const database = await openDB('tapline-device', 1, {
      upgrade: (fresh) => void fresh.createObjectStore(STORE),
    });
    try {
      const kept = (await database.get(STORE, deviceId)) as CryptoKeyPair | undefined;
      if (kept) return { pair: kept, fresh: false };
      const made = await makePair();
      // Another tab may have been faster; a transaction does not stay open while a key is made.
      const change = database.transaction(STORE, 'readwrite');
      const first = (await change.store.get(deviceId)) as CryptoKeyPair | undefined;
      if (!first) await change.store.put(made, deviceId);
      await change.done;
      return { pair: first ?? made, fresh: !first };
    } finally {
      database.close();
    }
  },
};

/** @throws Refusal `forbidden` where the browser gives no access to WebCrypto. */
export function makePair(): Promise<CryptoKeyPair> {
  if (!canHoldKeys()) throw new Refusal('forbidden', 'A device key needs HTTPS, or a page from this machine');
  return crypto.subtle.generateKey(ALGORITHM, false, ['sign', 'verify']);
}
