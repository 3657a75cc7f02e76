import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

const SOURCES = ['fake-udev.c', 'fake-modem-lines.c'];
// The functions that have no answer use none of their parameters.
const OPTIONS = ['-std=c11', '-D_GNU_SOURCE', '-Wall', '-Wextra', '-Wno-unused-parameter', '-O1'];

/** Compiles what makes a pty a serial port for Chromium; returns the file for LD_PRELOAD. */
export function buildFakePortLibrary(folder: string): string {
  const library = join(folder, 'fake-port.so');
  const sources = SOURCES.map((name) => join(import.meta.dirname, name));
  execFileSync('gcc', [...OPTIONS, '-shared', '-fPIC', '-o', library, ...sources]);
  return library;
}
