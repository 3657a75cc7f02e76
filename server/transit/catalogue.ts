import type { Redis } from 'ioredis';
import type { Product } from '#domain/transit/product';
import type { Cache } from '#server/redis/cache';
import { keys } from '#server/redis/keys';

/** What is sold, in the order in which it is offered. */
export type ReadCatalogue = () => Promise<readonly Product[]>;

/** The tag to invalidate when a product changes. */
export const CATALOGUE_TAG = 'catalogue';

export function createCatalogue(redis: Redis, cache: Cache): ReadCatalogue {
  return () =>
    cache.get('catalogue', [CATALOGUE_TAG], async () => {
      const products = await redis.lrange(keys.products, 0, -1);
      return products.map((product) => JSON.parse(product) as Product);
    });
}
