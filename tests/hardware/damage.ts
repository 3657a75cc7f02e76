import type { Damage } from '#hardware/simulator/cable';
import type { Dice } from '../kit/dice';

const LINE_FEED = 0x0a;

/** Each frame with this chance has one of its bits turned, which is told. */
export function badFrames(dice: Dice, percent: number, onDamage: () => void): Damage {
  return (bytes) => {
    const damaged = Uint8Array.from(bytes);
    bytes.forEach((byte, i) => {
      if (byte !== LINE_FEED || dice.between(1, 100) > percent) return;
      const at = Math.max(0, i - dice.between(1, 40));
      onDamage();
      damaged[at] = (damaged[at] ?? 0) ^ (1 << dice.between(0, 7));
    });
    return damaged;
  };
}

/** Each byte is lost with this chance. */
export const lostBytes =
  (dice: Dice, percent: number): Damage =>
  (bytes) =>
    bytes.filter(() => dice.between(1, 100) > percent);

/** Nothing of a frame but its first half comes through. */
export const firstHalf: Damage = (bytes) => bytes.subarray(0, bytes.length >> 1);

export const nothing: Damage = () => new Uint8Array();

export const noise = (dice: Dice, length: number): Uint8Array =>
  Uint8Array.from({ length }, () => dice.between(0, 255));
