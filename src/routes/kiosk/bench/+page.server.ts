import { deviceOf } from '$lib/server/kiosk';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals: { app }, url }) => deviceOf(app, url);
