import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';
import { publicKey } from '#contract/devices';
import { deviceId } from '#contract/ids';
import { SetupError } from './setup-error';

const CURVE = { name: 'ECDSA', namedCurve: 'P-256' };

/** Who this machine is: its key, made once, and the device it was paired as. */
export interface KeyFile {
  readonly path: string;
  readonly keys: CryptoKeyPair;
  /** Null before it is paired. */
  readonly deviceId: string | null;
  /** Remembers what it was paired as. */
  keep(deviceId: string): Promise<void>;
}

const kept = v.object({
  deviceId: v.nullable(deviceId),
  privateKey: v.object({ ...publicKey.entries, d: publicKey.entries.x }),
});

type Kept = v.InferOutput<typeof kept>;

/** @throws SetupError if the file holds something else, or cannot be read or written */
export async function openKeyFile(folder: string): Promise<KeyFile> {
  return open(folder).catch((error: unknown) => {
    if (error instanceof Error && 'syscall' in error) throw new SetupError(error.message);
    throw error;
  });
}

async function open(folder: string): Promise<KeyFile> {
  const path = join(folder, 'device.json');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  let present = existsSync(path) ? await read(path) : await make(path);
  const keys = await importPair(present.privateKey).catch(() => fail(path));
  return {
    path,
    keys,
    get deviceId() {
      return present.deviceId;
    },
    async keep(deviceId) {
      present = { ...present, deviceId };
      await write(path, present);
    },
  };
}

async function read(path: string): Promise<Kept> {
  const text = await readFile(path, 'utf8');
  try {
    return v.parse(kept, JSON.parse(text));
  } catch {
    return fail(path);
  }
}

async function make(path: string): Promise<Kept> {
  const { privateKey } = await crypto.subtle.generateKey(CURVE, true, ['sign', 'verify']);
  const made = v.parse(kept, {
    deviceId: null,
    privateKey: await crypto.subtle.exportKey('jwk', privateKey),
  });
  await write(path, made);
  return made;
}

function fail(path: string): never {
  throw new SetupError(`${path} holds no key of a device: remove it, and pair anew`);
}

/** At once or not at all, and for nobody else's eyes. */
async function write(path: string, kept: Kept): Promise<void> {
  await writeFile(`${path}.new`, JSON.stringify(kept), { mode: 0o600, flush: true });
  await rename(`${path}.new`, path);
}

async function importPair({ d, ...shown }: Kept['privateKey']): Promise<CryptoKeyPair> {
  const [privateKey, publicKey] = await Promise.all([
    crypto.subtle.importKey('jwk', { ...shown, d }, CURVE, false, ['sign']),
    crypto.subtle.importKey('jwk', shown, CURVE, true, ['verify']),
  ]);
  return { privateKey, publicKey };
}
