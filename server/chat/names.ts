import { partnerOf } from '#domain/chat/room';
import type { Accounts } from '#server/accounts/accounts';
import type { Reader } from './chat';
import { noSuchPerson } from './refusals';

/** The names of people by id, as they are called today. */
export type Names = ReadonlyMap<string, string>;

type Directory = Pick<Accounts, 'findMany'>;

/** The reader's own name and those of whom they talk to in direct rooms. */
export async function namesFor(
  accounts: Directory,
  reader: Reader,
  roomIds: readonly string[],
): Promise<Names> {
  if (reader === null) return new Map();
  const partners = roomIds.map((roomId) => partnerOf(roomId, reader)).filter((id) => id !== null);
  const people = await accounts.findMany([reader, ...partners]);
  return new Map(people.map(({ id, name }) => [id, name]));
}

/** @throws Refusal `not_found` when one of them has no account */
export async function demandKnown(accounts: Directory, userIds: readonly string[]): Promise<void> {
  if (userIds.length === 0) return;
  const known = new Set((await accounts.findMany(userIds)).map(({ id }) => id));
  if (!userIds.every((id) => known.has(id))) throw noSuchPerson();
}
