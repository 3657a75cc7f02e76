/** What was asked, under an id that the client made. */
export type Ask =
  | { kind: 'sale'; id: string; cardId: string; product: string }
  | { kind: 'tap'; id: string; cardId: string }
  | { kind: 'message'; id: string; body: string };

/** What was acknowledged, and when (ms of the monotonic clock). */
export interface Entry {
  ask: Ask;
  /** The first time it was sent. */
  sentAt: number;
  answeredAt: number;
  answer: unknown;
}

type Listener = (entry: Entry) => void;

/** Everything that was acknowledged, in the order in which it was. */
export class Ledger {
  readonly entries: Entry[] = [];
  private readonly asked = new Set<string>();
  private readonly listeners = new Set<Listener>();

  /** Told before anything is sent: what nobody asked for must not be found later. */
  begin({ id }: Ask): number {
    this.asked.add(id);
    return performance.now();
  }

  note(ask: Ask, sentAt: number, answer: unknown): void {
    const entry = { ask, sentAt, answeredAt: performance.now(), answer };
    this.entries.push(entry);
    for (const listener of this.listeners) listener(entry);
  }

  /** The ledger as it was when this was noted. */
  until(last: Entry): Ledger {
    const earlier = new Ledger();
    earlier.entries.push(...this.entries.slice(0, this.entries.indexOf(last) + 1));
    for (const id of this.asked) earlier.asked.add(id);
    return earlier;
  }

  wasAsked = (id: string): boolean => this.asked.has(id);

  onEntry(listener: Listener): () => void {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  }

  /** Resolves with the first entry from now on that is as wanted. */
  next(wanted: (entry: Entry) => boolean): Promise<Entry> {
    return new Promise((resolve) => {
      const end = this.onEntry((entry) => {
        if (!wanted(entry)) return;
        end();
        resolve(entry);
      });
    });
  }

  /** Resolves when so many more are acknowledged. Where the work that is to bring them fails, it throws what that threw. */
  async more(count: number, work: Promise<unknown>): Promise<void> {
    const goal = this.entries.length + count;
    const reached = this.next(() => this.entries.length >= goal);
    await Promise.race([reached, work.then(() => reached)]);
  }
}
