import { readEvent, type BoardEvent } from '../../protocol/event';
import { decodeLine, encodeFrame, type Frame } from '../../protocol/frame';
import { createLineReader, toBytes } from '../../protocol/lines';
import type { ByteLine } from '../byte-line';
import { createHeard } from './heard';
import { createRequests, type Requests } from './requests';

export interface Traffic {
  from: 'host' | 'board';
  /** Without its line feed, one character a byte. */
  line: string;
}

export interface TalkOptions {
  /** Each event once, however often the board tells it. */
  onEvent: (event: BoardEvent) => void;
  /** The board has refused something because it has no session, or no more. */
  onUnsafe: () => void;
  /** Every line, as it was sent or came in, a damaged one too. */
  onTraffic: (traffic: Traffic) => void;
  /** Any valid frame: the board lives. */
  onFrame: () => void;
}

export interface Talk extends Pick<Requests, 'ask' | 'post' | 'nudge'> {
  close(): void;
}

/** Speaks TG1 over an open line: requests and their replies, and events, which it acknowledges. */
export function openTalk(line: ByteLine, { onEvent, onUnsafe, onFrame, onTraffic }: TalkOptions): Talk {
  const lines = createLineReader();
  const heard = createHeard();
  const send = (frame: Frame): void => {
    const encoded = encodeFrame(frame);
    onTraffic({ from: 'host', line: encoded.trimEnd() });
    line.write(toBytes(encoded));
  };
  const requests = createRequests(send);

  function take(text: string): void {
    onTraffic({ from: 'board', line: text });
    const decoded = decodeLine(text);
    if (!decoded.ok) return; // noise: a request is asked again, an event told again
    onFrame();
    // At once, not where it is awaited: the events of the new start may follow in the same bytes.
    if (decoded.frame.args['boot']) heard.since(decoded.frame.args['boot']);
    if (decoded.frame.type === '<') takeReply(decoded.frame);
    if (decoded.frame.type === '!') takeEvent(decoded.frame);
  }

  function takeReply(frame: Frame): void {
    requests.take(frame);
    if (frame.args['c'] === 'SAFE') onUnsafe();
  }

  /** What this version does not know is acknowledged as well: it would come again for ever. */
  function takeEvent(frame: Frame): void {
    send({ type: '>', id: frame.id, verb: 'ACK', args: { n: String(frame.id) } });
    const event = readEvent(frame);
    if (heard.add(frame.id) && event) onEvent(event);
  }

  const leave = line.onBytes((bytes) => lines.push(bytes).forEach(take));
  // Ends whatever was begun before on this line, by whoever had it.
  line.write(toBytes('\n'));
  return {
    ask: requests.ask,
    post: requests.post,
    nudge: requests.nudge,
    close() {
      leave();
      requests.close();
    },
  };
}
