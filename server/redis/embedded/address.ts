import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';

/** Where an embedded Redis listens, in the words of ioredis. */
export type Address = { path: string } | { host: '127.0.0.1'; port: number; password: string };

/** sun_path, its closing zero included, has 108 bytes on Linux and 104 on macOS and the BSDs. */
const LONGEST_SOCKET_PATH = process.platform === 'linux' ? 107 : 103;

/** Where the server of this folder listens if it runs, or undefined if it was never started on a port. */
export async function readAddress(
  dataDir: string,
  listen?: 'socket' | 'loopback',
): Promise<Address | undefined> {
  if (usesSocket(dataDir, listen)) return { path: socketPath(dataDir) };
  const text = await readFile(portFile(dataDir), 'utf8').catch(ifMissing);
  return text === undefined ? undefined : parseAddress(text, portFile(dataDir));
}

/** Where a new server of this folder shall listen. A port and its password are kept for those who adopt it. */
export async function newAddress(dataDir: string, listen?: 'socket' | 'loopback'): Promise<Address> {
  if (usesSocket(dataDir, listen)) return { path: socketPath(dataDir) };
  const address = {
    host: '127.0.0.1',
    port: await sparePort(),
    password: randomBytes(24).toString('hex'),
  } as const;
  await writeFile(portFile(dataDir), JSON.stringify(address), { mode: 0o600 });
  return address;
}

function usesSocket(dataDir: string, listen: 'socket' | 'loopback' = 'socket'): boolean {
  return listen === 'socket' && Buffer.byteLength(socketPath(dataDir)) <= LONGEST_SOCKET_PATH;
}

const socketPath = (dataDir: string) => join(dataDir, 'redis.sock');
const portFile = (dataDir: string) => join(dataDir, 'redis-port.json');

function ifMissing(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error;
}

function parseAddress(text: string, file: string): Address | undefined {
  try {
    const { host, port, password } = JSON.parse(text) as Record<string, unknown>;
    if (host === '127.0.0.1' && typeof port === 'number' && typeof password === 'string') {
      return { host, port, password };
    }
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  throw new Error(`${file} is damaged: stop the Redis that uses this folder, remove the file, start again`);
}

function sparePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() =>
        address && typeof address === 'object' ? resolve(address.port) : reject(new Error('no port')),
      );
    });
  });
}
