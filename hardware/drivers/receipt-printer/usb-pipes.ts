import type { UsbAlternate, UsbDevice } from '../usb-device';

/** USB's class of printers. Its interfaces have one pipe out, and most one in. */
export const PRINTER_CLASS = 7;

/** Where a printer's pipes are. */
export interface PrinterPipes {
  configuration: number;
  interfaceNumber: number;
  alternate: number;
  /** Numbers of endpoints. */
  out: number;
  in: number | null;
}

/** The first way to print to a device; null if it is no printer. */
export const pipesOf = ({ configurations }: UsbDevice): PrinterPipes | null =>
  configurations
    .flatMap(({ configurationValue: configuration, interfaces }) =>
      interfaces.flatMap(({ interfaceNumber, alternates }) =>
        alternates.flatMap((alternate) => {
          const out = isPrinter(alternate) ? bulkPipe(alternate, 'out') : null;
          if (out === null) return [];
          return [
            {
              configuration,
              interfaceNumber,
              alternate: alternate.alternateSetting,
              out,
              in: bulkPipe(alternate, 'in'),
            },
          ];
        }),
      ),
    )
    .at(0) ?? null;

const isPrinter = ({ interfaceClass }: UsbAlternate): boolean => interfaceClass === PRINTER_CLASS;

const bulkPipe = ({ endpoints }: UsbAlternate, to: 'in' | 'out'): number | null =>
  endpoints.find(({ type, direction }) => type === 'bulk' && direction === to)?.endpointNumber ?? null;
