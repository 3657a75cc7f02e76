import { SerialPort } from 'serialport';
import { DeviceError } from '../drivers/device-fault';

/** Which port the board is at; null: the only USB port there is. */
export type PortChoice = { path: string } | { serialNumber: string } | null;

/** What the operating system tells of a port; those that are not on USB have no `vendorId`. */
export interface PortInfo {
  path: string;
  serialNumber?: string | undefined;
  vendorId?: string | undefined;
}

/**
 * The path of the port, looked for anew each time: a board that is plugged in again may come under another one.
 * @throws DeviceError `absent`; `no-permission` if there are several and none was chosen; `unsupported` if this machine
 * cannot tell its ports.
 */
export async function findPort(
  choice: PortChoice,
  list: () => Promise<PortInfo[]> = listPorts,
): Promise<string> {
  if (choice && 'path' in choice) return choice.path;
  const ports = await list().catch((cause: unknown) => {
    throw new DeviceError('unsupported', { cause });
  });
  const [first, ...others] = ports.filter((port) => fits(port, choice));
  if (!first) throw new DeviceError('absent');
  if (others.length > 0) throw new DeviceError('no-permission');
  return first.path;
}

/** The library leaves open what it gives. */
const listPorts = (): Promise<PortInfo[]> => SerialPort.list() as Promise<PortInfo[]>;

const fits = ({ serialNumber, vendorId }: PortInfo, choice: { serialNumber: string } | null): boolean =>
  choice ? serialNumber === choice.serialNumber : vendorId !== undefined;
