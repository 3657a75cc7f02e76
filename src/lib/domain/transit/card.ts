/** A rider's card (GTFS Fares v2: fare_media). It identifies; it carries no value itself. */
export interface Card {
  /** 1 to 20 characters 0-9 A-F: uppercase hex of the chip's UID, or an imported decimal serial. A string, never a number. */
  cardId: string;
  /** Rises with every change, so that a commit can tell whether the card is still as it was read. */
  version: number;
  blocked: boolean;
  /** The sale whose pass is on the card; it stays after the pass has ended. Null if nothing was ever sold. */
  saleId: string | null;
}

export const CARD_ID = /^[0-9A-F]{1,20}$/;

/** What people other than the Office see of a card: its last two characters. */
export const maskCardId = (cardId: string): string => `…${cardId.slice(-2)}`;
