import type { PromptId, ToneId } from './prompt-ids';

export type { PromptId, ToneId };

/** Speaks to the rider. Silence is never an error: whatever is said also stands on the screen. */
export interface Prompter<P extends PromptId = PromptId, T extends ToneId = ToneId> {
  /** The last prompt that was due, heard or not. */
  readonly last: P | null;
  /** The browser waits for a touch or a key before it lets the page be heard. */
  readonly muted: boolean;
  /** Says a prompt, after a tone if one is given, and cuts short what is being said. */
  say(id: P, options?: { tone?: T }): void;
  close(): void;
}

/** What a kiosk says: fetched ahead, so that it is heard at once and over a lost line. */
export interface Repertoire<P extends PromptId = PromptId, T extends ToneId = ToneId> {
  prompts: readonly P[];
  tones: readonly T[];
}

/** A prompter in one language. It may be made on the server too, where it is silent. */
export function createPrompter<P extends PromptId, T extends ToneId>(
  locale: string,
  { prompts, tones }: Repertoire<P, T>,
): Prompter<P, T> {
  const audio = openAudio();
  const names = [...tones.map((id) => `tones/${id}`), ...prompts.map((id) => `${locale}/${id}`)];
  const play = audio ? player(audio, names) : () => () => {};
  const stopWaking = audio ? wakeOnGesture(audio) : () => {};
  let last = $state.raw<P | null>(null);
  let muted = $state(isMuted(audio));
  let stop = () => {};

  audio?.addEventListener('statechange', () => (muted = isMuted(audio)));

  return {
    get last() {
      return last;
    },
    get muted() {
      return muted;
    },
    say(id, { tone } = {}) {
      last = id;
      stop();
      stop = play(tone ? [`tones/${tone}`, `${locale}/${id}`] : [`${locale}/${id}`]);
    },
    close() {
      stop();
      stopWaking();
      void audio?.close();
    },
  };
}

const isMuted = (audio: AudioContext | null): boolean => audio !== null && audio.state !== 'running';

function openAudio(): AudioContext | null {
  try {
    return new AudioContext({ latencyHint: 'interactive' });
  } catch {
    // No sound on this machine, or rendered on the server: the screen says it all.
    return null;
  }
}

/** Fetches the named sounds at once and gives a function that plays some of them in a row. */
function player(audio: AudioContext, names: string[]): (names: string[]) => () => void {
  const sounds = new Map(names.map((name) => [name, load(audio, name)]));
  return (queue) =>
    playInRow(
      audio,
      queue.flatMap((name) => sounds.get(name) ?? []),
    );
}

async function load(audio: AudioContext, name: string): Promise<AudioBuffer | null> {
  try {
    const response = await fetch(`/audio/${name}.mp3`);
    return await audio.decodeAudioData(await response.arrayBuffer());
  } catch {
    // The network's log tells of a file that is missing; the rider still has the screen.
    return null;
  }
}

/** Returns a function that stops what is playing, and what has not begun. */
function playInRow(audio: AudioContext, sounds: Promise<AudioBuffer | null>[]): () => void {
  const sources: AudioBufferSourceNode[] = [];
  let stopped = false;

  void Promise.all(sounds).then((buffers) => {
    // A context that sleeps would say it all when it wakes, to the next rider.
    if (stopped || audio.state !== 'running') return;
    let at = audio.currentTime;
    for (const buffer of buffers) {
      if (!buffer) continue;
      const source = new AudioBufferSourceNode(audio, { buffer });
      source.connect(audio.destination);
      source.start(at);
      sources.push(source);
      at += buffer.duration;
    }
  });

  return () => {
    stopped = true;
    for (const source of sources) source.stop();
  };
}

/** Browsers let a page be heard once it has been touched; a kiosk can be set up to need none. */
function wakeOnGesture(audio: AudioContext): () => void {
  // Not `pointerdown`: what the page then no longer says would move what is being pressed from under the finger.
  const gestures = ['click', 'keydown'];
  // Refused, it stays asleep, which `muted` shows.
  const wake = () => void audio.resume().catch(() => undefined);
  for (const gesture of gestures) addEventListener(gesture, wake, { passive: true });
  return () => {
    for (const gesture of gestures) removeEventListener(gesture, wake);
  };
}
