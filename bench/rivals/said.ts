/** What a client posts. */
export interface Said {
  roomId: string;
  id: string;
  body: string;
}

const from = { id: '01938e4c-7a51-7c33-a2b4-5d6e7f801234', name: 'rider 123', guest: true };

/** What Tapline sends of a message, so that all send frames of one size. */
export const posted = ({ roomId, id, body }: Said, rev: number): object => ({
  roomId,
  rev,
  messages: [{ roomId, seq: rev, rev, id, from, body, at: new Date().toISOString() }],
});
