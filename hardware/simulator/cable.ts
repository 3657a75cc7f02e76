import type { ByteLine, LineSource } from '../drivers/byte-line';
import { DeviceError, type DeviceFault } from '../drivers/device-fault';
import { createListeners } from '../drivers/listeners';
import type { VirtualBoard } from './virtual-board';

/** What a bad cable makes of bytes on their way; an empty answer is nothing at all. */
export type Damage = (bytes: Uint8Array) => Uint8Array;

/** The cable between a host and a virtual board: it can be pulled and put back, and it can be bad. */
export interface Cable {
  source: LineSource;
  plug(): void;
  unplug(): void;
  /** Null: a good cable again. */
  setDamage(toBoard: Damage | null, toHost: Damage | null): void;
}

export interface CableOptions {
  /** Opening the port of an Uno restarts it. */
  resetsOnOpen?: boolean;
}

export function createCable(
  board: Pick<VirtualBoard, 'receive' | 'onSent' | 'reset'>,
  { resetsOnOpen = false }: CableOptions = {},
): Cable {
  const appeared = createListeners<undefined>();
  let isIn = true;
  let damages: { toBoard: Damage | null; toHost: Damage | null } = { toBoard: null, toHost: null };
  let lose: ((fault: DeviceFault) => void) | null = null;

  function open(): ByteLine {
    if (!isIn) throw new DeviceError('absent');
    if (lose) throw new DeviceError('taken');
    const bytes = createListeners<Uint8Array>();
    const lost = createListeners<DeviceFault>();
    const leave = board.onSent((sent) => bytes.tell(damages.toHost?.(sent) ?? sent));
    const end = () => {
      leave();
      lose = null;
    };
    lose = (fault) => {
      end();
      lost.tell(fault);
    };
    const mine = lose;
    if (resetsOnOpen) board.reset();
    return {
      write(written) {
        if (lose === mine) board.receive(damages.toBoard?.(written) ?? written);
      },
      onBytes: bytes.add,
      onLost: lost.add,
      close() {
        if (lose === mine) end();
        return Promise.resolve();
      },
    };
  }

  return {
    source: { open: () => Promise.resolve().then(open), onAppeared: appeared.add },
    plug() {
      isIn = true;
      appeared.tell(undefined);
    },
    unplug() {
      isIn = false;
      lose?.('unplugged');
    },
    setDamage: (toBoard, toHost) => void (damages = { toBoard, toHost }),
  };
}
