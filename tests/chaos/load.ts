import { v7 } from 'uuid';
import { loginAs } from '../e2e/sessions';
import { httpClient, socketClient, type Client } from './clients';
import type { Dice } from '../kit/dice';
import type { Ask, Ledger } from './ledger';

/** People who ride and people who talk, at it until they are told to rest. */
export interface Load {
  /** Sends the same once more, by whatever way. */
  askAgain(ask: Ask): Promise<unknown>;
  start(): void;
  /** Fails as soon as anybody does. */
  work(): Promise<unknown>;
  /** Lets everybody finish what they began. Throws what went wrong on the way. */
  rest(): Promise<void>;
  close(): void;
}

const RIDERS = 4;
/** How often each pass is tried: oftener than it admits. */
const TAPS: Record<string, number> = { SINGLE_USE: 3, TEN_TRIP: 13, TWO_HOUR: 4 };
const PRODUCTS = ['TEN_TRIP', 'TEN_TRIP', 'SINGLE_USE', 'TWO_HOUR'];

export async function createLoad(origin: string, ledger: Ledger, dice: Dice): Promise<Load> {
  const people = await Promise.all(['pablo', 'mary'].map((name) => loginAs(origin, name)));
  const programs = [httpClient(origin), httpClient(origin), socketClient(origin), socketClient(origin)];
  const talkers = people.map(({ sessionId }) => socketClient(origin, sessionId));
  const talkerOf = (id: string) => talkers[parseInt(id.slice(-1), 16) % talkers.length] as Client;
  let isOn = false;
  let atWork: Promise<void>[] = [];

  /** A message only by whoever has written it. */
  function askAgain(ask: Ask): Promise<unknown> {
    const client: Client = ask.kind === 'message' ? talkerOf(ask.id) : dice.pick(programs);
    return client.ask(ask);
  }

  async function ask(ask: Ask): Promise<void> {
    const sentAt = ledger.begin(ask);
    ledger.note(ask, sentAt, await askAgain(ask));
  }

  /** One card, one pass, and more taps than it admits, several at once by different ways. */
  async function ride(): Promise<void> {
    const cardId = `04${v7().replaceAll('-', '').slice(-12).toUpperCase()}`;
    const product = dice.pick(PRODUCTS);
    await ask({ kind: 'sale', id: v7(), cardId, product });
    const taps = Array.from({ length: TAPS[product] ?? 1 }, () => v7());
    const hand = async (): Promise<void> => {
      for (let id = taps.pop(); id; id = taps.pop()) await ask({ kind: 'tap', id, cardId });
    };
    await Promise.all([hand(), hand(), hand()]);
  }

  async function talk(): Promise<void> {
    const id = v7();
    await ask({ kind: 'message', id, body: `The 14:02 leaves ${id}` });
  }

  const whileOn = async (turn: () => Promise<void>): Promise<void> => {
    while (isOn) await turn();
  };

  const work = (): Promise<unknown> => Promise.all(atWork);

  return {
    askAgain,
    start() {
      isOn = true;
      atWork = [...Array.from({ length: RIDERS }, () => ride), talk, talk].map(whileOn);
      for (const one of atWork) one.catch(() => undefined); // told by `rest`
    },
    work,
    async rest() {
      isOn = false;
      await work();
    },
    close() {
      for (const client of [...programs, ...talkers]) client.close();
    },
  };
}
