import { readdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { joinRequest, loginRequest } from '#contract/accounts';
import { deviceRequest, pairRequest } from '#contract/devices';
import { saleComplete, tapRequest } from '#contract/transit';

/** A route of src/routes: `path` with its parameters as `[name]`. */
export interface Route {
  path: string;
  /** Of its JSON body, where it takes one. */
  schema?: unknown;
  /** A page, which takes forms if anything. */
  isPage: boolean;
}

const schemas: Record<string, unknown> = {
  '/api/v1/taps': tapRequest,
  '/api/v1/sales': saleComplete,
  '/auth/login': loginRequest,
  '/auth/join': joinRequest,
  '/auth/pair': pairRequest,
  '/auth/device': deviceRequest,
};

/** Every route there is, found as SvelteKit finds them. Throws if one reads a body whose schema is not known here. */
export function allRoutes(): Route[] {
  const names = readdirSync('src/routes', { recursive: true, encoding: 'utf8' });
  const files = names.filter((name) => /\+(server\.ts|page\.svelte)$/.test(name));
  return files.map((file) => {
    const folder = dirname(file);
    const path = folder === '.' ? '/' : `/${folder}`;
    const schema = schemas[path];
    if (readFileSync(`src/routes/${file}`, 'utf8').includes('readBody') && schema === undefined) {
      throw new Error(`The fuzz knows no schema of ${path}`);
    }
    return { path, schema, isPage: file.endsWith('+page.svelte') };
  });
}
