import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { readFileSync, renameSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What a port is known by. */
export interface UsbIds {
  vendor: number;
  product: number;
}

export const UNO: UsbIds = { vendor: 0x2341, product: 0x0043 };
export const CH340: UsbIds = { vendor: 0x1a86, product: 0x7523 };

/** Major and minor number of a driver that the kernel lists as serial: Chromium looks no others' devices up. */
export function serialDriver(): { major: string; minor: string } | null {
  const [, major, minor] = /^\S+ +\S+ +(\d+) +(\d+)\S* +serial$/m.exec(drivers()) ?? [];
  return major && minor ? { major, minor } : null;
}

function drivers(): string {
  try {
    return readFileSync('/proc/tty/drivers', 'utf8');
  } catch {
    return ''; // not Linux
  }
}

/** A serial port that is plugged in: a pty, whose other end is here. */
export interface FakePort {
  /** What the browser opens. */
  readonly pty: string;
  send(bytes: Uint8Array): void;
  /** It takes no bytes any more, until `flow`. */
  stall(): void;
  flow(): void;
  /** The line is cut, then the device is gone. */
  unplug(): Promise<void>;
}

export interface FakePortParts {
  /** The folder that fake-udev.c takes for the machine's devices. */
  devices: string;
  onBytes: (bytes: Uint8Array) => void;
  usb?: UsbIds;
}

export async function plugFakePort({ devices, onBytes, usb = UNO }: FakePortParts): Promise<FakePort> {
  const socat = spawn('socat', ['-d', '-d', 'pty,raw,echo=0', 'STDIO']);
  const closed = new Promise((resolve) => socat.once('close', resolve));
  socat.stdin.on('error', () => undefined); // sent while it is being unplugged
  socat.stdout.on('data', onBytes);
  const device = join(devices, `tty-${hex4(usb.vendor)}-${hex4(usb.product)}`);
  const pty = await ptyOf(socat);
  writeFileSync(`${devices}.new`, describe(pty, usb));
  renameSync(`${devices}.new`, device);
  return {
    pty,
    send: (bytes) => void socat.stdin.write(bytes),
    stall: () => void socat.kill('SIGSTOP'),
    flow: () => void socat.kill('SIGCONT'),
    async unplug() {
      socat.kill('SIGKILL');
      await closed;
      unlinkSync(device);
    },
  };
}

function ptyOf(socat: ChildProcessWithoutNullStreams): Promise<string> {
  let said = '';
  return new Promise((resolve, reject) => {
    socat.once('error', reject);
    socat.once('close', () => reject(new Error(`socat ended: ${said}`)));
    socat.stderr.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      const [, pty] = /PTY is (\S+)/.exec(said) ?? [];
      if (pty) resolve(pty);
    });
  });
}

const hex4 = (id: number): string => id.toString(16).padStart(4, '0');

function describe(pty: string, { vendor, product }: UsbIds): string {
  const driver = serialDriver();
  return [
    `DEVNAME=${pty}`,
    `MAJOR=${driver?.major}`,
    `MINOR=${driver?.minor}`,
    `ID_VENDOR_ID=${hex4(vendor)}`,
    `ID_MODEL_ID=${hex4(product)}`,
    `ID_SERIAL_SHORT=756333131333${hex4(product)}`,
    '',
  ].join('\n');
}
