/** A board keeps 8 events; what came before many more than those cannot come again. */
const REMEMBERED = 64;

/**
 * Events that were heard on one line, known by the board's start and their number. Another line may lead to another board
 * that counts the same; an event that is told again there is a card of the last three seconds, which the server knows.
 */
export interface Heard {
  /** What comes from now on is of this start of the board. */
  since(boot: string): void;
  /** Whether this number is new since then. */
  add(number: number): boolean;
}

export function createHeard(): Heard {
  const numbers = new Set<number>();
  let current = '';
  return {
    since(boot) {
      if (boot !== current) numbers.clear();
      current = boot;
    },
    add(number) {
      if (numbers.has(number)) return false;
      numbers.add(number);
      const [oldest] = numbers;
      if (numbers.size > REMEMBERED && oldest !== undefined) numbers.delete(oldest);
      return true;
    },
  };
}
