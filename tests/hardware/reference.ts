/**
 * A second reading of TG1's grammar, written from its text alone: character by character, with the sum taken bit by bit.
 * It shares nothing with the decoders that it judges.
 */
export function referenceVerdict(line: string): string {
  if (line.length > 127) return 'length';
  const star = line.length - 5;
  if (star < 0 || line[star] !== '*') return 'checksum';
  let sum = 0xffff;
  for (const character of line.slice(0, star)) {
    for (let bit = 7; bit >= 0; bit--) {
      const feedback = ((sum >> 15) & 1) ^ ((character.charCodeAt(0) >> bit) & 1);
      sum = ((sum << 1) & 0xffff) ^ (feedback ? 0x1021 : 0);
    }
  }
  let said = 0;
  for (const digit of line.slice(star + 1)) {
    const value = '0123456789ABCDEF'.indexOf(digit);
    if (value < 0) return 'checksum';
    said = said * 16 + value;
  }
  if (said !== sum) return 'checksum';
  return readBody(line.slice(0, star)) ?? 'form';
}

/** What the board's own program says of a good frame: `ok TYPE ID VERB key=value …`. */
function readBody(body: string): string | null {
  let at = 0;
  const take = (isOf: (character: string) => boolean, most: number): string => {
    const from = at;
    while (at < body.length && isOf(body.charAt(at))) at += 1;
    return at - from > most ? '' : body.slice(from, at);
  };
  const isBetween = (low: string, high: string) => (character: string) =>
    character >= low && character <= high;
  const isValue = (c: string) => c > ' ' && c <= '~' && c !== '*' && c !== '=';

  const type = body.charAt(at++);
  if (type === '' || !'><!#'.includes(type)) return null;
  const id = take(isBetween('0', '9'), 3);
  if (id === '' || id.startsWith('0') || body.charAt(at++) !== ' ') return null;
  const verb = take(isBetween('A', 'Z'), 8);
  if (verb === '') return null;
  const args = new Map<string, string>();
  while (at < body.length) {
    if (body.charAt(at++) !== ' ') return null;
    const key = take(isBetween('a', 'z'), 8);
    if (key === '' || body.charAt(at++) !== '=') return null;
    const value = take(isValue, 128);
    if (value === '' || args.has(key) || args.size === 12) return null;
    args.set(key, value);
  }
  return ['ok', type, id, verb, ...[...args].map((pair) => pair.join('='))].join(' ');
}
