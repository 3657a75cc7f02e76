import type { Strike } from '../torment';

/** The server dies in the midst of what it does; another is started on the same data. */
export const killServer: Strike = async (town) => {
  const dead = town.server().kill();
  return { at: performance.now(), done: dead.then(town.startServer) };
};

/** The private Redis dies; the server starts it again by itself. */
export const killRedis: Strike = async (town) => {
  process.kill(await town.redisPid(), 'SIGKILL');
  return { at: performance.now() };
};

/** Both in the same moment. */
export const killBoth: Strike = async (town) => {
  const pid = await town.redisPid();
  const dead = town.server().kill();
  process.kill(pid, 'SIGKILL');
  return { at: performance.now(), done: dead.then(town.startServer) };
};
