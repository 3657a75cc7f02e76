import type { PublicAccount } from '#domain/accounts/account';

/** People by their ids, at most 64; none when the server cannot be asked. */
export const fetchPeople = (userIds: readonly string[]): Promise<PublicAccount[]> =>
  users(`/api/v1/users?ids=${userIds.join(',')}`);

/** Everybody who is online, as far as one may know. */
export const fetchOnline = (): Promise<PublicAccount[]> => users('/api/v1/users/online');

/** How long a sign-in in another tab may take from the end of the old session to the browser's having the new one. */
const SIGN_IN_MS = 500;

/** Whether the server knows this browser's session no longer, and goes on not knowing it. */
export async function isSignedOut(): Promise<boolean> {
  if (!(await isUnknown())) return false;
  await new Promise((resolve) => setTimeout(resolve, SIGN_IN_MS));
  return isUnknown();
}

async function isUnknown(): Promise<boolean> {
  try {
    return (await fetch('/profile')).status === 401;
  } catch {
    // No line: nothing is known.
    return false;
  }
}

async function users(path: string): Promise<PublicAccount[]> {
  try {
    const response = await fetch(path);
    return response.ok ? ((await response.json()) as { users: PublicAccount[] }).users : [];
  } catch {
    // No line: they are asked for again when they are wanted again.
    return [];
  }
}
