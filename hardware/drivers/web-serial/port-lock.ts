import { DeviceError } from '../device-fault';

/** One page of a browser owns the port: another would be refused by the operating system without being told why. */
export interface PortLock {
  /**
   * Takes it; returns the way to give it up.
   * @throws DeviceError `taken`.
   */
  take(): Promise<() => void>;
  /** Tells once, when whoever had it as it was refused has given it up. Returns the way out. */
  onFree(listener: () => void): () => void;
}

export function createPortLock(locks: LockManager, name: string): PortLock {
  let wasRefused = false;
  return {
    take: () =>
      new Promise((resolve, reject) => {
        const held = locks.request(name, { ifAvailable: true }, (lock) => {
          wasRefused = lock === null;
          if (!lock) throw new DeviceError('taken');
          return new Promise<void>((release) => resolve(release));
        });
        held.catch(reject);
      }),
    onFree(listener) {
      const leaving = new AbortController();
      // It is let go at once: the listener will take it as everybody does.
      if (wasRefused)
        void locks.request(name, { signal: leaving.signal }, () => undefined).then(listener, () => undefined);
      return () => leaving.abort();
    },
  };
}
