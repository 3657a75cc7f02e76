/** Who somebody is to the operation. Guests are riders without a password. */
export type Role = 'rider' | 'clerk' | 'duty' | 'admin';

export const roles: readonly Role[] = ['rider', 'clerk', 'duty', 'admin'];

/** A person: `username` is what they sign in with, `name` what others read. */
export interface Account {
  id: string;
  username: string;
  name: string;
  role: Role;
  guest: boolean;
}

/** What everybody may know of a person. */
export type PublicAccount = Pick<Account, 'id' | 'name' | 'role' | 'guest'>;

/** In characters as people count them: code points. */
export const NAME_LENGTH = 40;

/** How a name or handle is kept: as typed, without stray white space. */
export const tidyName = (name: string): string => name.normalize('NFC').trim().replace(/\s+/gu, ' ');

/**
 * What two names are compared by: NFKC, without case and without what nobody sees, so that no name can pass for another
 * by its encoding.
 */
export function foldName(name: string): string {
  const visible = tidyName(name)
    .normalize('NFKC')
    .replace(/\p{Default_Ignorable_Code_Point}/gu, '');
  // Upper first: "ß" and "SS" are one name.
  return tidyName(visible.toUpperCase().toLowerCase()).normalize('NFKC');
}

/** The order of lists that people look a name up in: "Bus 9" before "bus 10"; who or what bears the same name stays in one order. */
export const byName = (one: Named, other: Named): number =>
  alphabet.compare(one.name, other.name) || alphabet.compare(one.id, other.id);

interface Named {
  id: string;
  name: string;
}

/** Kept: one made for each comparison would be most of the work of a long list. */
const alphabet = new Intl.Collator('en', { numeric: true });

export type NameFault = 'empty' | 'too_long' | 'unprintable';

/** Why a name cannot be borne; null if it can. */
export function nameFault(name: string): NameFault | null {
  const tidy = tidyName(name);
  if (foldName(tidy) === '') return 'empty';
  if ([...tidy].length > NAME_LENGTH) return 'too_long';
  return UNPRINTABLE.test(tidy) ? 'unprintable' : null;
}

// Controls, what turns the direction of the text around it, and what shows as nothing; the joiners that scripts and
// emoji need may stay.
const UNPRINTABLE =
  /[\p{Cc}\p{Cs}\p{Co}\p{Zl}\p{Zp}\u061C\u200B\u200E\u200F\u202A-\u202E\u2060-\u206F\u2800\uFEFF\uFFF9-\uFFFB]/u;
