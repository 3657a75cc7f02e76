import { looksLike } from './port-look';

/** In what order granted ports are tried. What is known of them is known for as long as the page lives. */
export interface PortChoice {
  /** The port that was taken last; null before the first. */
  readonly last: SerialPortInfo | null;
  /** Those like the preferred one first, then the others, beginning with another each time. */
  order(ports: readonly SerialPort[]): SerialPort[];
  /** The one that was taken. A preference lasts until then. */
  note(port: SerialPortInfo): void;
  /** The one that was taken last is the right one. */
  prefer(): void;
}

export function createPortChoice(): PortChoice {
  let last: SerialPortInfo | null = null;
  let preferred: SerialPortInfo | null = null;
  let turn = 0;

  const isPreferred = (port: SerialPort): boolean =>
    preferred !== null && looksLike(port.getInfo(), preferred);

  return {
    get last() {
      return last;
    },
    order(ports) {
      const first = turn % ports.length;
      const turned = [...ports.slice(first), ...ports.slice(0, first)];
      return [...turned.filter(isPreferred), ...turned.filter((port) => !isPreferred(port))];
    },
    note(port) {
      last = port;
      preferred = null;
      turn += 1;
    },
    prefer() {
      preferred = last;
    },
  };
}
