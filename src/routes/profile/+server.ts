import { json } from '@sveltejs/kit';
import type { UserView } from '#contract/accounts';
import { signedIn } from '$lib/server/session';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = signedIn(async (_, { account }) => json(account satisfies UserView));
