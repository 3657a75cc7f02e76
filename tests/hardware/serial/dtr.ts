import { readFileSync, watch, writeFileSync } from 'node:fs';

/**
 * Tells each time the line DTR of a port is raised, which fake-modem-lines.c notes in the file, as "1 /dev/pts/3" a line.
 * Returns the way out.
 */
export function watchDtr(file: string, onRaise: (pty: string) => void): () => void {
  let seen = 0;
  writeFileSync(file, '');
  const watcher = watch(file, () => {
    const changes = readFileSync(file, 'utf8');
    const raised = new Set(Array.from(changes.slice(seen).matchAll(/^1 (.+)$/gm), ([, pty = '']) => pty));
    seen = changes.length;
    raised.forEach(onRaise);
  });
  return () => watcher.close();
}
