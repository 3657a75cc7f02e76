let guests = 0;

/** Signs a new guest in; gives their session's token. */
export async function signIn(origin: string): Promise<string> {
  const handle = `rider ${process.pid} ${++guests}`;
  const response = await fetch(`${origin}/auth/login`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ handle }),
  });
  if (!response.ok) throw new Error(`sign-in: ${response.status} ${await response.text()}`);
  return ((await response.json()) as { sessionId: string }).sessionId;
}
