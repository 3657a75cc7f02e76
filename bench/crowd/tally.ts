/** Counts what a crowd hears of numbered messages, and how long after they were posted. */
export interface Tally {
  /** A body that bears the next number, which counts as posted now. */
  nextBody(): string;
  /** A frame as a client got it, with any number of messages in it. */
  heard(frame: Buffer): void;
  /** Called when everybody has heard a message. */
  onComplete: () => void;
  readonly posted: number;
  readonly delivered: number;
  /** Whether everybody has heard everything. */
  readonly complete: boolean;
  /** In ms: the time that a share of the deliveries took at most. */
  latency(share: number): number;
}

const MARK = Buffer.from('"body":"#');
const DIGITS = 8;
const REST = ' the next tram leaves from platform two, please mind the gap and hold on to your hats';
const BUCKETS_PER_MS = 10;
const MOST_MS = 20_000;

export function createTally(clients: number): Tally {
  const postedAt: number[] = [];
  const seenBy: number[] = [];
  const histogram = new Uint32Array(MOST_MS * BUCKETS_PER_MS + 1);
  let delivered = 0;
  let completed = 0;

  function see(index: number, now: number): void {
    const at = postedAt[index];
    if (at === undefined) return; // of an earlier load
    delivered++;
    const bucket = Math.min(Math.round((now - at) * BUCKETS_PER_MS), histogram.length - 1);
    histogram[bucket] = (histogram[bucket] ?? 0) + 1;
    const seen = (seenBy[index] = (seenBy[index] ?? 0) + 1);
    if (seen < clients) return;
    completed++;
    tally.onComplete();
  }

  const tally: Tally = {
    onComplete: () => undefined,
    nextBody() {
      const number = postedAt.push(performance.now()) - 1;
      return `#${String(number).padStart(DIGITS, '0')}${REST}`;
    },
    heard(frame) {
      const now = performance.now();
      for (let at = frame.indexOf(MARK); at >= 0; at = frame.indexOf(MARK, at + MARK.length + DIGITS)) {
        see(numberAt(frame, at + MARK.length), now);
      }
    },
    get posted() {
      return postedAt.length;
    },
    get delivered() {
      return delivered;
    },
    get complete() {
      return completed === postedAt.length;
    },
    latency(share) {
      let left = Math.ceil(share * delivered);
      const bucket = histogram.findIndex((count) => (left -= count) <= 0);
      return bucket / BUCKETS_PER_MS;
    },
  };
  return tally;
}

function numberAt(frame: Buffer, offset: number): number {
  let number = 0;
  for (let at = offset; at < offset + DIGITS; at++) number = number * 10 + (frame[at] ?? 0) - 0x30;
  return number;
}
