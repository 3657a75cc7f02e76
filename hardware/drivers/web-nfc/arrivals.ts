import { isRandomUid, UID } from '../../protocol/event';
import type { CardReader } from '../card-reader';
import { createPresentation, ENDS_AFTER_MS } from '../presentation';

/** Makes presentations of tags that arrive, and of which nobody says when they leave. */
export interface Arrivals extends CardReader {
  /** By the serial number as Web NFC gives it. Tags of other kinds, whose numbers are none of a card, are passed over. */
  arrive(serialNumber: string): void;
  /** Whoever is there counts as gone. */
  end(): void;
}

export function createArrivals(): Arrivals {
  const { ears, show, end } = createPresentation();
  let leaving: ReturnType<typeof setTimeout> | undefined;

  return {
    ...ears,
    arrive(serialNumber) {
      const uid = serialNumber.replaceAll(':', '').toUpperCase();
      if (!UID.test(uid)) return;
      show(isRandomUid(uid) ? 'random' : uid);
      // Some phones find a tag that is held again and again.
      clearTimeout(leaving);
      leaving = setTimeout(end, ENDS_AFTER_MS);
    },
    end() {
      clearTimeout(leaving);
      end();
    },
  };
}
