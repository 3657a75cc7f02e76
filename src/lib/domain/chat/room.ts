/** Public: everybody may read and join. Private: by invitation. Direct: two people. */
export type RoomKind = 'public' | 'private' | 'direct';

export interface Room {
  id: string;
  name: string;
  kind: RoomKind;
}

/** The room that everybody is in and nobody leaves. */
export const GENERAL = '00000000-0000-4000-8000-000000000001';

/** The direct room of two people, whichever of them asks. */
export const directRoomId = (one: string, other: string): string =>
  one < other ? `${one}:${other}` : `${other}:${one}`;

/** The two people of a direct room; null for other rooms. */
export function peopleOfDirect(roomId: string): [string, string] | null {
  const [one, other] = roomId.split(':');
  return one !== undefined && other !== undefined ? [one, other] : null;
}

/** Whom somebody talks to in a direct room. */
export const partnerOf = (roomId: string, userId: string): string | null =>
  peopleOfDirect(roomId)?.find((id) => id !== userId) ?? null;
