import type { DeviceAccess } from '#contract/client/device-access';
import { asRefusal } from '#contract/error-codes';
import type { KeyFile } from './key-file';
import type { Logger } from './log';
import type { Settings } from './settings';
import { SetupError } from './setup-error';

export interface IdentityParts {
  access: DeviceAccess;
  file: KeyFile;
  claim: Settings['claim'];
  log: Logger;
}

/** Who this machine is to the server: pairs when it must, and gives a token for each connection. */
export interface Identity {
  /** @throws Refusal with the server's code; `unavailable` if it cannot be reached */
  token(): Promise<string>;
}

/** @throws SetupError if it has not been paired, and does not know how */
export function createIdentity({ access, file, claim, log }: IdentityParts): Identity {
  if (!claim && file.deviceId === null) {
    throw new SetupError('This device is not paired: give --code from the Office, or in demo mode --device');
  }
  if (claim && 'code' in claim && file.deviceId !== null) {
    log.info(`Paired as ${file.deviceId} already; to pair anew remove ${file.path}`);
  }

  async function introduce(how: NonNullable<Settings['claim']>): Promise<string> {
    const { deviceId } = await access.pair(how, file.keys);
    await file.keep(deviceId);
    log.info(`Paired as ${deviceId}`);
    return access.prove(deviceId, file.keys);
  }

  /** A device of the demo is whichever it is started as; a code is good for one pairing. */
  const isKnownAs = (deviceId: string): boolean => !claim || 'code' in claim || claim.device === deviceId;

  return {
    async token() {
      const { deviceId, keys } = file;
      if (claim && (deviceId === null || !isKnownAs(deviceId))) return introduce(claim);
      try {
        return await access.prove(deviceId ?? '', keys);
      } catch (error) {
        if (!claim || !isUnknown(error)) throw error;
        return introduce(claim);
      }
    },
  };
}

/** The server does not know this key, or no longer. */
const isUnknown = (error: unknown): boolean =>
  ['unauthenticated', 'not_found'].includes(asRefusal(error)?.code ?? '');
