import { join } from 'node:path';
import { build, type Rolldown } from 'vite';

const bundled = new Map<string, Promise<string>>();

/** A file of this folder and all it needs, as one script for a page. */
export function pageScript(name: string): Promise<string> {
  const script = bundled.get(name) ?? bundle(join(import.meta.dirname, name));
  bundled.set(name, script);
  return script;
}

async function bundle(entry: string): Promise<string> {
  const output = await build({
    configFile: false,
    logLevel: 'error',
    build: { write: false, minify: false, lib: { entry, formats: ['iife'], name: 'page' } },
  });
  const [{ output: chunks }] = output as [Rolldown.RolldownOutput];
  return chunks[0].code;
}
