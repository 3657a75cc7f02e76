import { answer } from '../kit/answer';
import { openClient, type Client, type Protocol } from './client';
import { saturate, steady } from './load';
import { signIn } from './sign-in';

// Many clients in a process of their own, so that what they cost is not counted as the server's.

/** Where a crowd goes. `people`: each signs in as a guest. */
export interface Place {
  origin: string;
  protocol: Protocol;
  roomId: string;
  people: boolean;
}

const AT_ONCE = 16;
const clients: Client[] = [];
let place: Place | null = null;

async function join(where: Place, count: number): Promise<void> {
  place = where;
  let left = count;
  const lane = async (): Promise<void> => {
    while (left-- > 0) clients.push(await enter(where));
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
}

async function enter({ origin, protocol, people }: Place): Promise<Client> {
  const token = people ? await signIn(origin) : undefined;
  return openClient(origin, protocol, token);
}

const roomId = (): string => place?.roomId ?? '';

answer({
  join,
  steady: (load: Parameters<typeof steady>[2]) => steady(clients, roomId(), load),
  saturate: (load: Parameters<typeof saturate>[2]) => saturate(clients, roomId(), load),
});
process.on('SIGTERM', () => process.exit());
process.on('disconnect', () => process.exit());
