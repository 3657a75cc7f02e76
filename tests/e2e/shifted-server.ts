import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { build } from 'vite';
import { startServer, type TestServer } from './server';

export interface ShiftedServer extends TestServer {
  /** Sets its clock this many milliseconds ahead of the true time. */
  shift(milliseconds: number): void;
}

/** A server in a process of its own whose clock the test sets; no setting of the real one can do that. */
export async function startShiftedServer(): Promise<ShiftedServer> {
  const folder = mkdtempSync(join(tmpdir(), 'tapline-clock-'));
  const clock = join(folder, 'offset');
  const shift = (milliseconds: number): void => {
    writeFileSync(clock, String(milliseconds));
  };
  shift(0);
  const main = await buildShifted();
  const server = await startServer({ env: { TEST_CLOCK_FILE: clock }, main });
  return {
    ...server,
    shift,
    stop: async () => {
      const code = await server.stop();
      rmSync(folder, { recursive: true, force: true });
      rmSync(main);
      return code;
    },
  };
}

/** Bundled beside the built pages, which the server looks for beside itself. */
async function buildShifted(): Promise<string> {
  const outDir = pagesFolder();
  const name = `shifted-${process.pid}.js`;
  await build({
    configFile: false,
    publicDir: false,
    logLevel: 'warn',
    build: {
      ssr: resolve('tests/e2e/shifted-main.ts'),
      outDir,
      emptyOutDir: false,
      target: 'node20',
      rolldownOptions: { output: { entryFileNames: name, codeSplitting: false } },
    },
  });
  return join(outDir, name);
}

/** build/main.js names the folder of the present build. */
function pagesFolder(): string {
  const entry = resolve('build/main.js');
  const main = /import\('(.+)'\)/.exec(readFileSync(entry, 'utf8'))?.[1] ?? '';
  const folder = dirname(resolve(dirname(entry), main));
  if (!readdirSync(folder).includes('handler.js')) throw new Error(`${folder} holds no pages`);
  return folder;
}
