import { describe, expect, test } from 'vitest';
import { readConfig } from './config';

describe('the environment', () => {
  test('may be empty: a private Redis and demo mode on loopback', () => {
    expect(readConfig({})).toMatchObject({ port: 3000, host: '127.0.0.1', redisUrl: null, demo: true });
  });

  test('has no demo mode on a configured Redis, or for others to reach', () => {
    expect(readConfig({ REDIS_URL: 'redis://127.0.0.1:6379' }).demo).toBe(false);
    expect(readConfig({ HOST: '0.0.0.0' }).demo).toBe(false);
  });

  test.each([
    ['PORT', 'http'],
    ['PORT', '65536'],
    ['PORT', '-1'],
    ['REDIS_URL', '127.0.0.1:6379'],
    ['REDIS_URL', 'http://127.0.0.1'],
    ['ORIGIN', 'tapline.example'],
    ['ORIGIN', 'https://tapline.example/path'],
    ['TAPLINE_DEMO', 'yes'],
    ['TAPLINE_LEGACY_CHANNELS', 'true'],
    ['TAPLINE_LIMITS', '10'],
    ['TAPLINE_LIMITS', '[10]'],
    ['TAPLINE_LIMITS', '{"signInPerAccount":10'],
    ['TAPLINE_LIMITS', '{"signInPerAccount":"10"}'],
    ['TAPLINE_LIMITS', '{"signInPerAddress":0}'],
    ['TAPLINE_LIMITS', '{"signInPerPerson":10}'],
    ['LOG_LEVEL', 'loud'],
    ['TZ', 'Middle/Earth'],
    ['TLS_CERT', 'cert.pem'],
    ['TLS_KEY', 'key.pem'],
  ])('refuses %s=%s and names it', (name, value) => {
    expect(() => readConfig({ [name]: value })).toThrow(name);
  });

  test('may change one limit and leave the others', () => {
    expect(readConfig({ TAPLINE_LIMITS: '{"signInPerAccount":3}' }).limits).toEqual({
      ...readConfig({}).limits,
      signInPerAccount: 3,
    });
  });

  test('refuses TLS files that are not there', () => {
    expect(() => readConfig({ TLS_CERT: '/nowhere/cert.pem', TLS_KEY: '/nowhere/key.pem' })).toThrow(
      '/nowhere',
    );
  });

  test('refuses demo mode where others can reach it', () => {
    expect(() => readConfig({ TAPLINE_DEMO: '1', HOST: '0.0.0.0' })).toThrow('loopback');
    expect(readConfig({ TAPLINE_DEMO: '1', HOST: '::1' }).demo).toBe(true);
  });
});
