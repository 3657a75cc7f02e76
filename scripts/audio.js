/**
 * Makes the kiosks' sounds in static/audio: a spoken file for each text in prompt-texts.json, and the tones.
 * Run it after a change of the texts, and commit what it makes. Needs espeak-ng, sox and lame.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const OUT = fileURLToPath(new URL('../static/audio', import.meta.url));
const WORK = mkdtempSync(join(tmpdir(), 'tapline-audio-'));

/** @type {Record<string, string>} */
const VOICES = { en: 'en-gb-x-rp+f4', de: 'de+f4' };
const WORDS_PER_MINUTE = '150';
const RATE = '24000';
/** Every file is as loud as the others: its mean power in dB below full scale. */
const LOUDNESS = -19;

/** Notes as [Hz, seconds]. Rising is yes, low and falling is no; the last trip rises and comes home. */
/** @type {Record<string, [number, number][]>} */
const TONES = {
  accepted: [
    [659.25, 0.12],
    [987.77, 0.3],
  ],
  'last-trip': [
    [659.25, 0.12],
    [987.77, 0.12],
    [783.99, 0.36],
  ],
  denied: [
    [196, 0.18],
    [138.59, 0.4],
  ],
};

/** @type {Record<string, Record<string, string>>} */
const texts = JSON.parse(readFileSync(new URL('./prompt-texts.json', import.meta.url), 'utf8'));

for (const [locale, prompts] of Object.entries(texts)) {
  for (const [id, text] of Object.entries(prompts)) finish(speak(locale, text), `${locale}/${id}`);
}
for (const [id, notes] of Object.entries(TONES)) finish(play(notes), `tones/${id}`);
rmSync(WORK, { recursive: true });

/** @param {string} locale @param {string} text @returns {string} a wav file */
function speak(locale, text) {
  const voice = VOICES[locale];
  if (!voice) throw new Error(`No voice for ${locale}`);
  const raw = join(WORK, 'raw.wav');
  const trimmed = join(WORK, 'trimmed.wav');
  run('espeak-ng', '-v', voice, '-s', WORDS_PER_MINUTE, '-g', '1', '-w', raw, text);
  const edge = ['silence', '1', '0.01', '0.5%', 'reverse'];
  const soften = ['highpass', '110', 'equalizer', '3200', '1.2q', '-3', 'lowpass', '7500'];
  run('sox', raw, '-r', RATE, trimmed, ...edge, ...edge, ...soften, 'pad', '0.02', '0.06');
  return trimmed;
}

/** @param {[number, number][]} notes @returns {string} a wav file */
function play(notes) {
  const files = notes.map(([hertz, seconds], index) => {
    const file = join(WORK, `note-${index}.wav`);
    const length = String(seconds);
    const octave = ['synth', length, 'sine', 'mix', String(hertz * 2)];
    const fade = ['fade', 'q', '0.006', length, String(seconds * 0.85)];
    run(
      'sox',
      '-n',
      '-r',
      RATE,
      '-c',
      '1',
      file,
      'synth',
      length,
      'triangle',
      String(hertz),
      ...octave,
      ...fade,
    );
    return file;
  });
  const tune = join(WORK, 'tune.wav');
  run('sox', ...files, tune, 'pad', '0', '0.05');
  return tune;
}

/** Levels a wav file and packs it. @param {string} wav @param {string} name */
function finish(wav, name) {
  const level = join(WORK, 'level.wav');
  run('sox', wav, level, 'gain', '-l', String(LOUDNESS - meanPower(wav)));
  mkdirSync(join(OUT, name, '..'), { recursive: true });
  run('lame', '--silent', '-m', 'm', '-b', '32', '-q', '2', level, join(OUT, `${name}.mp3`));
}

/** @param {string} wav */
function meanPower(wav) {
  // sox reports on stderr, so a shell folds it into stdout.
  const report = execFileSync('sh', ['-c', 'sox "$1" -n stats 2>&1', 'sh', wav], { encoding: 'utf8' });
  const level = /RMS lev dB\s+(-[\d.]+)/.exec(report)?.[1];
  if (!level) throw new Error(`sox gave no level for ${wav}: ${report}`);
  return Number(level);
}

/** @param {string} command @param {string[]} args */
function run(command, ...args) {
  execFileSync(command, args, { stdio: ['ignore', 'ignore', 'inherit'] });
}
