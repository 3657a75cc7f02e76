import { SvelteMap } from 'svelte/reactivity';
import { byName, type PublicAccount } from '#domain/accounts/account';

/** People by id: names for those who are online and have said nothing yet. */
export interface People {
  /** Reactive. Undefined while they are not known. */
  get(userId: string): PublicAccount | undefined;
  /** Reactive. Everybody known so far, by name. */
  readonly all: readonly PublicAccount[];
  learn(people: readonly PublicAccount[]): void;
  /** Asks for those who are not known. */
  lookUp(userIds: readonly string[]): Promise<void>;
}

/** How many the server tells at once. */
const AT_ONCE = 64;

/** `fetchPeople` resolves to those of at most 64 ids that there are. */
export function createPeople(fetchPeople: (userIds: string[]) => Promise<PublicAccount[]>): People {
  const known = new SvelteMap<string, PublicAccount>();
  const asked = new Set<string>();

  function learn(people: readonly PublicAccount[]): void {
    for (const person of people) known.set(person.id, person);
  }

  return {
    get: (userId) => known.get(userId),
    get all() {
      return [...known.values()].sort(byName);
    },
    learn,
    async lookUp(userIds) {
      const wanted = userIds.filter((userId) => !known.has(userId) && !asked.has(userId));
      for (let from = 0; from < wanted.length; from += AT_ONCE) {
        const some = wanted.slice(from, from + AT_ONCE);
        for (const userId of some) asked.add(userId);
        learn(await fetchPeople(some));
        for (const userId of some) asked.delete(userId);
      }
    },
  };
}
