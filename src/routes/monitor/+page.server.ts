import { error } from '@sveltejs/kit';
import { rightsOfRole } from '#domain/accounts/right';
import { orErrorPage } from '$lib/server/page';
import { requirePersonPage } from '$lib/server/session';
import type { PageServerLoad } from './$types';

/** For those on duty. */
export const load: PageServerLoad = async (event) => {
  const { account } = await requirePersonPage(event);
  if (!rightsOfRole[account.role].includes('monitor')) error(403);
  const catalogue = await orErrorPage(event.locals.app.catalogue());
  return { products: catalogue.map(({ code, currency }) => ({ code, currency })) };
};
