import type { Handle } from '@sveltejs/kit';

/** SvelteKit looks for a form's action among all that an object has, `constructor` included, and fails over what it finds. */
export const refuseStrangeActions: Handle = ({ event, resolve }) => {
  const isPost = event.request.method === 'POST';
  const isRefused = isPost && [...event.url.searchParams.keys()].some(isStrange);
  // No page asks for it, so none is made.
  return isRefused ? new Response('Not Found', { status: 404 }) : resolve(event);
};

/** `default` is meant by asking for none. */
const isStrange = (name: string): boolean =>
  name === '/default' || (name.startsWith('/') && name.slice(1) in Object.prototype);
