import { connect as dial } from 'node:net';
import type { RawRequest } from './framing';

const AT_ONCE = 24;
const ANSWER_WITHIN_MS = 20_000;
/** What is not whole need not be answered: the server waits for the rest, as it should. */
const PATIENCE_MS = 30;

/** Sends each on a connection of its own. Gives what was wrong: no answer to a whole one, or a fault of the server's. */
export async function sendRequests(origin: string, requests: readonly RawRequest[]): Promise<string[]> {
  const wrong: string[] = [];
  const waiting = [...requests];
  const work = async (): Promise<void> => {
    for (let request = waiting.pop(); request; request = waiting.pop()) {
      const fault = faultOf(request, await statusOf(origin, request));
      if (fault) wrong.push(`${fault} to ${JSON.stringify(request.text.slice(0, 400))}`);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return wrong;
}

/** 501 is Node's word for a way of sending that it does not know. 503 is a fault as well: Redis is there all the time. */
function faultOf({ whole }: RawRequest, status: number | null): string | null {
  if (status === null) return whole ? 'no answer' : null;
  return status >= 500 && status !== 501 ? `status ${status}` : null;
}

/** Null where the connection ends without one. */
function statusOf(origin: string, { text, whole }: RawRequest): Promise<number | null> {
  const { hostname, port } = new URL(origin);
  return new Promise((resolve) => {
    let answer = '';
    const socket = dial(Number(port), hostname);
    socket.setTimeout(whole ? ANSWER_WITHIN_MS : PATIENCE_MS, () => socket.destroy());
    socket.once('connect', () => socket.write(text));
    socket.on('data', (chunk) => {
      if (answer.length < 100) answer += chunk.toString('latin1');
    });
    socket.on('error', () => socket.destroy());
    socket.once('close', () => {
      const status = /^HTTP\/1\.1 (\d{3})/.exec(answer.replace(/^HTTP\/1\.1 100 Continue\r\n\r\n/, ''))?.[1];
      resolve(status === undefined ? null : Number(status));
    });
  });
}
