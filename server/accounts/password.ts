import { hash, verify } from '@node-rs/argon2';
import { PASSWORD_LENGTH, passwordLength } from '#contract/accounts';
import { Refusal } from '#contract/error-codes';

/** Argon2id with the second of OWASP's equivalent settings; memory in KiB. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** Fits no password, and takes as long to find that out as any other hash. */
export const NO_HASH = `$argon2id$v=19$m=${COST.memoryCost},t=${COST.timeCost},p=${COST.parallelism}$${'A'.repeat(22)}$${'A'.repeat(43)}`;

/** @throws Refusal `invalid` for one that is too short, too long or among the most used */
export async function demandGoodPassword(password: string): Promise<void> {
  const length = passwordLength(password);
  const { min, max } = PASSWORD_LENGTH;
  if (length < min) throw new Refusal('invalid', `The password must have at least ${min} characters`);
  if (length > max) throw new Refusal('invalid', `The password may have at most ${max} characters`);
  if ((await commonPasswords()).has(password.toLowerCase())) {
    throw new Refusal('invalid', 'This password is one of the most used; choose another');
  }
}

/** One text typed on two keyboards may be encoded in two ways. */
export const hashPassword = (password: string): Promise<string> => hash(password.normalize('NFC'), COST);

export const isPassword = (password: string, hashed: string): Promise<boolean> =>
  verify(hashed, password.normalize('NFC'));

let common: Promise<ReadonlySet<string>> | undefined;

/** 50,000 of them, in lower case; unpacked when somebody first chooses a password. */
const commonPasswords = (): Promise<ReadonlySet<string>> =>
  (common ??= import('@zxcvbn-ts/language-common').then(
    ({ dictionary }) => new Set(dictionary['passwords-common']),
  ));
