/**
 * Why a presentation gives no card id. `random`: the id is made up anew each time, as phones do. `several`: more than one
 * card at once.
 */
export type Unread = 'random' | 'several';

/**
 * Port: something that a card can be held to. Card ids are 1 to 20 characters 0-9 A-F; they identify and prove nothing.
 * Each function that takes a listener returns the one that takes it off again.
 */
export interface CardReader {
  /** Once for each presentation, however long the card stays. */
  onCard(listener: (cardId: string) => void): () => void;
  /** The card was taken away: the next presentation of the same card is a new one. */
  onGone(listener: (cardId: string) => void): () => void;
  /** Something is there that is no card to be served. */
  onUnread(listener: (why: Unread) => void): () => void;
}
