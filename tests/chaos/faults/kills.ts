import type { Strike } from '../torment';

/** The server dies in the midst of what it does; another is started on the same data. */
export const killServer: Strike = async (town) => {
  const dead = town.server().kill();
  return { at: performance.now(), done: dead.then(town.startServer) };
};

/** The private Redis dies; the server starts it again by itself. */
export const killRedis: Strike = async ({ redis, redisPid }) => {
  const pid = await redisPid();
  const closed = new Promise((resolve) => redis.once('close', resolve));
  const at = performance.now();
  process.kill(pid, 'SIGKILL');
  // Dead for certain: an answer under way is no recovery.
  await closed;
  const redisBack = new Promise<number>((resolve) => redis.once('ready', () => resolve(performance.now())));
  return { at, redisBack };
};

/** Both in the same moment. */
export const killBoth: Strike = async (town) => {
  const pid = await town.redisPid();
  const dead = town.server().kill();
  process.kill(pid, 'SIGKILL');
  return { at: performance.now(), done: dead.then(town.startServer) };
};
