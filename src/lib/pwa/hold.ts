/**
 * What keeps a page from being loaded anew: a message on its way, a rider at the gate. Asked for, not told, each time:
 * a reason that is forgotten cannot hold for ever.
 */
export interface Hold {
  /** Holds while `reason` says so, until the returned function is called. */
  while(reason: () => boolean): () => void;
  /** Whether the page must stay. */
  isHeld(): boolean;
}

export function createHold(): Hold {
  const reasons = new Set<() => boolean>();
  return {
    while(reason) {
      const held = () => reason();
      reasons.add(held);
      return () => void reasons.delete(held);
    },
    isHeld: () => [...reasons].some((reason) => reason()),
  };
}

/** The page's own. */
export const hold = createHold();

type TextField = HTMLInputElement | HTMLTextAreaElement;

/**
 * Whether a form of the page holds something that was typed. `drafts`: also where it would be there again afterwards. What is
 * left in a field marked `data-scratch` nobody misses.
 */
export const isTyping = (page: ParentNode, { drafts }: { drafts: boolean }): boolean =>
  [...page.querySelectorAll<TextField>('form :is(input, textarea):not([data-scratch])')].some(
    ({ value, defaultValue, dataset }) => value !== defaultValue && (drafts || !('draft' in dataset)),
  );
