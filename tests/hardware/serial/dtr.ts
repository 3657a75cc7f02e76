import { readFileSync, watch, writeFileSync } from 'node:fs';

/**
 * Tells each time the port's line DTR is raised, which fake-modem-lines.c notes in the file, "1" or "0" a line. Returns the
 * way out.
 */
export function watchDtr(file: string, onRaise: () => void): () => void {
  let seen = 0;
  writeFileSync(file, '');
  const watcher = watch(file, () => {
    const changes = readFileSync(file, 'utf8');
    const isRaised = changes.slice(seen).includes('1');
    seen = changes.length;
    if (isRaised) onRaise();
  });
  return () => watcher.close();
}
