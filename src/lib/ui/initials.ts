/** One or two letters to know somebody by, of the first and the last word of their name. */
export function initialsOf(name: string): string {
  const words = name.split(/[\s._-]+/u).filter(Boolean);
  const [first = '', last = ''] = [words[0], words.length > 1 ? words.at(-1) : ''];
  return (letterOf(first) + letterOf(last)).toLocaleUpperCase() || '?';
}

/** What people take for one character: an emoji with its skin color is one. */
const letterOf = (word: string): string => [...graphemes.segment(word)][0]?.segment ?? '';

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** An angle on the color wheel that is always the same for an id. */
export function hueOf(id: string): number {
  let hash = 0;
  for (const character of id) hash = (hash * 31 + character.charCodeAt(0)) >>> 0;
  // Golden-angle steps keep ids that differ little far apart.
  return Math.round((hash * 137.508) % 360);
}
