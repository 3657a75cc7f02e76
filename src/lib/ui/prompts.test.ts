import { readdirSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { locales } from '$lib/i18n/locale';
import { promptIds, toneIds } from './prompt-ids';
import { createPrompter } from './prompts.svelte';

const audio = fileURLToPath(new URL('../../../static/audio', import.meta.url));
const filesOf = (ids: readonly string[]) => ids.map((id) => `${id}.mp3`).sort();

describe('the sounds', () => {
  test.each(locales)('every prompt is spoken in %s, and nothing else', (locale) => {
    expect(readdirSync(`${audio}/${locale}`).sort()).toEqual(filesOf(promptIds));
  });

  test('every tone is there', () => {
    expect(readdirSync(`${audio}/tones`).sort()).toEqual(filesOf(toneIds));
  });

  test('all of them load quickly on a slow line', () => {
    const files = readdirSync(audio, { recursive: true, encoding: 'utf8' }).filter((f) => f.endsWith('.mp3'));
    const bytes = files.reduce((sum, file) => sum + statSync(`${audio}/${file}`).size, 0);
    expect(bytes).toBeLessThan(500_000);
  });
});

test('without audio the prompter keeps count and stays silent', () => {
  const prompter = createPrompter('en', { prompts: promptIds, tones: toneIds });
  expect(prompter).toMatchObject({ last: null, muted: false });
  prompter.say('access-granted', { tone: 'accepted' });
  prompter.say('try-again');
  expect(prompter.last).toBe('try-again');
  prompter.close();
});
