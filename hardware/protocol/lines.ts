import { LONGEST_FRAME } from './frame';

/**
 * Cuts a stream of bytes into lines, whatever pieces it comes in. A line longer than any frame is handed out cut to
 * `LONGEST_FRAME` characters, so that noise without an end takes no memory and is still seen to be too long.
 */
export function createLineReader() {
  let line = '';
  return {
    /** The lines that end in these bytes, without their line feeds; empty ones say nothing and are left out. */
    push(bytes: Uint8Array): string[] {
      const lines: string[] = [];
      for (const byte of bytes) {
        if (byte === 0x0a) {
          if (line !== '') lines.push(line);
          line = '';
        } else if (line.length < LONGEST_FRAME) {
          line += String.fromCharCode(byte);
        }
      }
      return lines;
    },
    /** Forgets what came of a line that has not ended: the other side began anew. */
    reset(): void {
      line = '';
    },
  };
}

/** The bytes of a text of one byte a character. */
export const toBytes = (text: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(text, (character) => character.charCodeAt(0));
