/**
 * The time by which passes live, in epoch milliseconds. The server's is Redis's own (TIME), so that all
 * instances agree; tests hand in a clock that they drive.
 */
export type Clock = (redisTime: number) => number;

export const redisClock: Clock = (redisTime) => redisTime;
