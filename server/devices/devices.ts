import { Refusal } from '#contract/error-codes';
import type { PublicKey } from '#contract/devices';
import type { DeviceView } from '#contract/transit';
import { rightsOf, type Face, type Principal } from '#domain/accounts/right';
import type { DeviceStore } from './device-store';
import { isPoint, verifies } from './signature';

/** Pairing and signing in of devices: each proves itself by a key that never leaves it. */
export interface Devices {
  /** @throws Refusal `not_found` for a code nobody gave out */
  pairByCode(code: string, key: PublicKey): Promise<{ deviceId: string }>;
  /** @throws Refusal `not_found` outside demo mode and for unknown names, `invalid` for a key off the curve */
  pairDemo(deviceId: string, key: PublicKey): Promise<{ deviceId: string }>;
  /** @throws Refusal `not_found` */
  challenge(deviceId: string): Promise<{ challenge: string }>;
  /** @throws Refusal `unauthenticated` */
  signIn(proof: Proof): Promise<{ token: string }>;
  authenticate(token: string): Promise<Principal | null>;
  /** What a device is for; null if nobody knows it. In demo mode its devices are known before they pair. */
  faceOf(deviceId: string): Promise<Face | null>;
  list(): Promise<DeviceView[]>;
}

export interface Proof {
  deviceId: string;
  challenge: string;
  signature: string;
}

/** The devices that demo mode pairs by itself. */
export const demoDevices: Readonly<Record<string, Face>> = {
  'gate-north': 'gate',
  'gate-south': 'gate',
  'sales-1': 'sales',
};

export function createDevices(store: DeviceStore, options: { demo: boolean }): Devices {
  const demoFace = (deviceId: string): Face | null =>
    (options.demo && Object.hasOwn(demoDevices, deviceId) && demoDevices[deviceId]) || null;

  return {
    pairByCode() {
      return Promise.reject(new Refusal('not_found', 'There is no such pairing code'));
    },

    async pairDemo(deviceId, key) {
      const face = demoFace(deviceId);
      if (!face) throw new Refusal('not_found', `There is no demo device ${deviceId}`);
      if (!(await isPoint(key))) throw new Refusal('invalid', 'publicKey: not a point of P-256');
      await store.pair({ deviceId, face, pairedAt: new Date().toISOString() }, key);
      return { deviceId };
    },

    async challenge(deviceId) {
      if (!(await store.find(deviceId))) throw new Refusal('not_found', `Device ${deviceId} is not paired`);
      return { challenge: await store.newChallenge(deviceId) };
    },

    async signIn({ deviceId, challenge, signature }) {
      const asked = await store.takeChallenge(challenge, deviceId);
      if (!asked || !(await verifies(await store.keysOf(deviceId), challenge, signature))) {
        throw new Refusal(
          'unauthenticated',
          'The challenge is used up or the signature is not by this device',
        );
      }
      return { token: await store.newToken(deviceId) };
    },

    async authenticate(token) {
      const deviceId = await store.deviceOfToken(token);
      const device = deviceId === null ? null : await store.find(deviceId);
      return (
        device && {
          kind: 'device',
          deviceId: device.deviceId,
          face: device.face,
          rights: rightsOf[device.face],
        }
      );
    },

    faceOf: async (deviceId) => (await store.find(deviceId))?.face ?? demoFace(deviceId),

    list: () => store.list(),
  };
}
