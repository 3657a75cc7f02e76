import { error } from '@sveltejs/kit';
import type { PageServerLoad } from './$types';

/** Until there are accounts, only the demo is open to everyone. */
export const load: PageServerLoad = ({ locals }) => {
  const { demo, catalogue } = locals.app;
  if (!demo) error(403);
  return {
    token: demo.apiKey,
    products: catalogue.map(({ code, currency }) => ({ code, currency })),
  };
};
