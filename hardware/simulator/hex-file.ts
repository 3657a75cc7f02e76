/**
 * The program words in an Intel HEX file.
 * @throws SyntaxError for a line that is none, or whose sum is wrong.
 */
export function readHexFile(text: string, words: number): Uint16Array {
  const bytes = new Uint8Array(words * 2).fill(0xff);
  for (const line of text.split(/\r?\n/)) {
    if (line === '') continue;
    const { address, type, data } = readRecord(line);
    if (type === 0) bytes.set(data, address);
    if (type === 1) break;
  }
  return new Uint16Array(bytes.buffer);
}

function readRecord(line: string) {
  const record = /^:((?:[0-9A-F]{2}){5,})$/i.exec(line)?.[1];
  const bytes = Uint8Array.from(record?.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
  const sum = bytes.reduce((total, byte) => total + byte, 0) & 0xff;
  const [length = 0, high = 0, low = 0, type = 0] = bytes;
  if (!record || sum !== 0 || bytes.length !== length + 5)
    throw new SyntaxError(`No line of a HEX file: ${line}`);
  return { address: (high << 8) | low, type, data: bytes.subarray(4, 4 + length) };
}
