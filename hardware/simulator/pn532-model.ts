import type { ByteLine, LineSource } from '../drivers/byte-line';
import { DeviceError, type DeviceFault } from '../drivers/device-fault';
import { createListeners } from '../drivers/listeners';
import { createPn532Chip } from './pn532-chip';
import { DISTURBANCES, whole, type Disturbance } from './pn532-disturbances';
import { createTypeACard, type TypeACard } from './type-a-card';

/** A PN532 behind a USB-UART, with the hands of whoever holds cards to it and pulls its plugs. */
export interface Pn532Model {
  source: LineSource;
  /** Cards that are held to it, by their UIDs in hex; those that were there and are not named are taken away. */
  hold(uids: readonly string[]): void;
  /** Happens to the next frame that it can happen to. */
  disturb(disturbance: Disturbance): void;
  /** No disturbance that waits for its frame happens any more. */
  calm(): void;
  /** Bytes that nobody has sent. */
  noise(bytes: readonly number[]): void;
  /** The chip's power, behind the USB-UART: the host does not see it go. */
  setPower(on: boolean): void;
  /** A chip that hangs says nothing, and goes on where it was. */
  setMute(mute: boolean): void;
  /** The USB plug. */
  setPlugged(plugged: boolean): void;
}

export function createPn532Model(): Pn532Model {
  const appeared = createListeners<undefined>();
  const cards = new Map<string, TypeACard>();
  const disturbances: Disturbance[] = [];
  const chip = createPn532Chip({ cards: () => [...cards.values()], send: transmit });
  let line: ModelLine | null = null;
  let isMute = false;
  let isPlugged = true;

  function transmit(frame: number[]): void {
    if (isMute) return;
    for (const { afterMs, bytes } of disturbed(frame)) line?.deliver(bytes, afterMs);
  }

  function disturbed(frame: number[]) {
    for (const [i, name] of disturbances.entries()) {
      const pieces = DISTURBANCES[name](frame);
      if (!pieces) continue;
      disturbances.splice(i, 1);
      return pieces;
    }
    return whole(frame);
  }

  return {
    source: {
      async open() {
        if (!isPlugged) throw new DeviceError('absent');
        line = openLine((bytes) => {
          if (!isMute) chip.receive(bytes);
        });
        return line;
      },
      onAppeared: (listener) => appeared.add(listener),
    },
    hold(uids) {
      for (const [uid, card] of cards) {
        if (uids.includes(uid)) continue;
        card.powerDown();
        cards.delete(uid);
      }
      for (const uid of uids) if (!cards.has(uid)) cards.set(uid, createTypeACard(uid));
    },
    disturb: (disturbance) => void disturbances.push(disturbance),
    calm: () => void disturbances.splice(0),
    noise: (bytes) => line?.deliver(bytes, 0),
    setPower: chip.setPower,
    setMute: (mute) => void (isMute = mute),
    setPlugged(plugged) {
      isPlugged = plugged;
      chip.setPower(plugged);
      if (plugged) appeared.tell(undefined);
      else line?.lose();
    },
  };
}

interface ModelLine extends ByteLine {
  /** To the host, in order: so long after now, or after what is still on its way. */
  deliver(bytes: readonly number[], afterMs: number): void;
  lose(): void;
}

function openLine(receive: (bytes: Uint8Array) => void): ModelLine {
  const heard = createListeners<Uint8Array>();
  const lost = createListeners<DeviceFault>();
  let isOpen = true;
  let freeAt = 0;
  return {
    write(bytes) {
      if (isOpen) receive(bytes);
    },
    deliver(bytes, afterMs) {
      const now = performance.now();
      freeAt = Math.max(now, freeAt) + afterMs;
      setTimeout(() => {
        if (isOpen) heard.tell(Uint8Array.from(bytes));
      }, freeAt - now);
    },
    lose() {
      if (!isOpen) return;
      isOpen = false;
      lost.tell('unplugged');
    },
    onBytes: heard.add,
    onLost: lost.add,
    async close() {
      isOpen = false;
    },
  };
}
