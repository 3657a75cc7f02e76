import { json } from '@sveltejs/kit';

/** The process lives. */
export const GET = () => json({ status: 'ok' });
