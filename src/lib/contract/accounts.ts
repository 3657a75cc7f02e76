import * as v from 'valibot';
import { nameFault, tidyName, type Account } from '#domain/accounts/account';
import { userId } from './ids';

/** In UTF-16 code units, of what is typed into one field; far more than any name or password has. */
export const TEXT_LENGTH = 1_000;

/** Text of a body as it comes; what is wrong with it is judged, and said in words, by the service. */
const text = v.pipe(v.string(), v.maxLength(TEXT_LENGTH));

/** A name as it is kept. */
export const personName = v.pipe(
  text,
  v.transform(tidyName),
  v.check((name) => nameFault(name) === null, 'must be 1 to 40 printable characters'),
);

export const PASSWORD_LENGTH = { min: 8, max: 128 };

/** How long a password is to people: in characters, however a keyboard encodes them. */
export const passwordLength = (password: string): number => [...password.normalize('NFC')].length;

/** A person's sign-in with a password; without one a guest's, whose name may come as `handle` or `username`. */
export const loginRequest = v.object({
  username: v.optional(text),
  handle: v.optional(text),
  password: v.optional(text),
});

/** `invite`: the code of an invitation or of a set-up link. */
export const joinRequest = v.object({
  username: personName,
  password: text,
  name: v.optional(personName),
  invite: v.optional(v.pipe(v.string(), v.maxLength(200))),
});

/** Whom a program asks for by id. */
export const usersQuery = v.object({
  ids: v.pipe(
    v.array(userId, 'must be user ids with commas between them'),
    v.maxLength(64, 'must be at most 64'),
  ),
});

/** `open`: anybody may join. `invite`: with a code. `approve`: an admin lets them in. */
export type JoinPolicy = 'open' | 'invite' | 'approve';

export const joinPolicies: readonly JoinPolicy[] = ['open', 'invite', 'approve'];

/** What the operator decides about the site. */
export interface SiteSettings {
  joinPolicy: JoinPolicy;
  /** Whether visitors may read public rooms without signing in. */
  anonymousReading: boolean;
}

/** As `/profile` and `/auth/login` tell it. */
export type UserView = Account;

/** `id` names the session and is not its secret. Times ISO 8601 UTC. */
export interface SessionView {
  id: string;
  current: boolean;
  createdAt: string;
  lastSeenAt: string;
}

/** The session's cookie. On HTTPS the prefix makes browsers refuse one that another host or path has set. */
export const sessionCookieName = (isSecure: boolean): string => `${isSecure ? '__Host-' : ''}tapline_session`;
