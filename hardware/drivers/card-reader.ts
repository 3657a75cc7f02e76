/**
 * Port: something that a card can be held to. Card ids are 1 to 20 characters 0-9 A-F; they identify and prove nothing.
 * Each function that takes a listener returns the one that takes it off again.
 */
export interface CardReader {
  /** Once for each presentation, however long the card stays. */
  onCard(listener: (cardId: string) => void): () => void;
  /** The card was taken away: the next presentation of the same card is a new one. */
  onGone(listener: (cardId: string) => void): () => void;
}
