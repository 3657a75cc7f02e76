import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
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

interface Kept {
  deviceId: string | null;
  privateKey: JsonWebKey;
}

/** @throws SetupError if the file is there and holds something else */
export async function openKeyFile(folder: string): Promise<KeyFile> {
  const path = join(folder, 'device.json');
  const kept = await read(path);
  const privateKey = kept?.privateKey ?? (await makeKey());
  const keys = await importPair(privateKey).catch(() => fail(path));
  let deviceId = kept?.deviceId ?? null;

  async function keep(next: string | null): Promise<void> {
    deviceId = next;
    await write(path, { deviceId, privateKey });
  }

  await mkdir(folder, { recursive: true, mode: 0o700 });
  if (!kept) await keep(null);
  return {
    path,
    keys,
    get deviceId() {
      return deviceId;
    },
    keep,
  };
}

async function read(path: string): Promise<Kept | null> {
  if (!existsSync(path)) return null;
  try {
    return JSON.parse(await readFile(path, 'utf8')) as Kept;
  } catch {
    return fail(path);
  }
}

function fail(path: string): never {
  throw new SetupError(`${path} holds no key of a device: remove it, and pair anew`);
}

/** At once or not at all, and for nobody else's eyes. */
async function write(path: string, kept: Kept): Promise<void> {
  await writeFile(`${path}.new`, JSON.stringify(kept), { mode: 0o600, flush: true });
  await rename(`${path}.new`, path);
}

async function makeKey(): Promise<JsonWebKey> {
  const { privateKey } = await crypto.subtle.generateKey(CURVE, true, ['sign', 'verify']);
  return crypto.subtle.exportKey('jwk', privateKey);
}

async function importPair(jwk: JsonWebKey): Promise<CryptoKeyPair> {
  const { kty, crv, x, y, d } = jwk;
  const [privateKey, publicKey] = await Promise.all([
    crypto.subtle.importKey('jwk', { kty, crv, x, y, d } as JsonWebKey, CURVE, false, ['sign']),
    crypto.subtle.importKey('jwk', { kty, crv, x, y } as JsonWebKey, CURVE, true, ['verify']),
  ]);
  return { privateKey, publicKey };
}
