import type { LayoutServerLoad } from './$types';

/** Who is signed in, for the header. A kiosk has none, and needs nothing to be drawn. */
export const load: LayoutServerLoad = async ({ locals, url, untrack }) => {
  if (untrack(() => url.pathname.startsWith('/kiosk'))) return { signedInAs: null };
  try {
    const session = await locals.session();
    return { signedInAs: session?.account.name ?? null };
  } catch {
    // The page itself says what cannot be reached; a header is not worth its failing.
    return { signedInAs: null };
  }
};
