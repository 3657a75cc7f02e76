/** Somebody came online or went. */
export interface Coming {
  userId: string;
  online: boolean;
}

/** Who came and who went within a moment, each once; whoever did both did neither. */
export function sumUp(comings: readonly Coming[]): { came: string[]; left: string[] } {
  const turns = new Map<string, Coming[]>();
  for (const coming of comings) turns.set(coming.userId, [...(turns.get(coming.userId) ?? []), coming]);
  const came: string[] = [];
  const left: string[] = [];
  for (const [userId, [first, ...others]] of turns) {
    const last = others.at(-1) ?? first;
    if (first?.online === last?.online) (last?.online ? came : left).push(userId);
  }
  return { came, left };
}
