import { DeviceError, type DeviceFault } from '../device-fault';
import type { PrinterLine } from './printer-line';
import { ask, IS_ALL_DONE, standingOf } from './questions';
import { PrintError, type Printed } from './receipt-printer';

/** From the last byte to the last line: the slowest printers need about five seconds for a receipt. */
const DONE_WITHIN_MS = 10_000;

/**
 * Sends a receipt's bytes, once, and finds out what became of them.
 * @throws PrintError
 */
export async function printOn(line: PrinterLine, bytes: Uint8Array): Promise<Printed> {
  const { answers, trouble } = await standingOf(line).catch(orThrow('not-printed'));
  // What a printer gets now it would print whenever it is mended, to nobody.
  if (trouble) throw new PrintError(trouble, 'not-printed');
  try {
    return answers ? await sendAndHear(line, bytes) : await sendOnly(line, bytes);
  } catch (error) {
    if (!(error instanceof DeviceError)) throw error;
    throw new PrintError(await seenFault(line, error.fault), 'unknown', { cause: error });
  }
}

async function sendOnly(line: PrinterLine, bytes: Uint8Array): Promise<Printed> {
  await line.send(Uint8Array.from(bytes));
  return 'sent';
}

async function sendAndHear(line: PrinterLine, bytes: Uint8Array): Promise<Printed> {
  const answer = await ask(line, IS_ALL_DONE, DONE_WITHIN_MS, bytes);
  if (answer === null) throw new DeviceError('silent');
  return 'printed';
}

/** A printer that stops in the middle says nothing more; but it may answer when it is asked why. */
async function seenFault(line: PrinterLine, fault: DeviceFault): Promise<DeviceFault> {
  if (fault !== 'silent') return fault;
  const standing = await standingOf(line).catch(() => null);
  return standing?.trouble ?? fault;
}

const orThrow =
  (outcome: PrintError['outcome']) =>
  (error: unknown): never => {
    throw error instanceof DeviceError ? new PrintError(error.fault, outcome, { cause: error }) : error;
  };
