import { expect, test } from 'vitest';
import { demandVersion } from './version';

const redis = (version: string) => ({
  info: () => Promise.resolve(`# Server\r\nredis_version:${version}\r\nredis_mode:standalone\r\n`),
});

test.each(['7.0.0', '7.2.4', '8.4.1', '10.0.0'])('Redis %s will do', async (version) => {
  await expect(demandVersion(redis(version))).resolves.toBeUndefined();
});

test.each(['6.2.14', '2.8', 'x'])('Redis %s is refused in words', async (version) => {
  await expect(demandVersion(redis(version))).rejects.toThrow(`Redis 7.0 or later is needed, not ${version}`);
});
