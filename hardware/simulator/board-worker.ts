import image from '../firmware/gate-board.hex?raw';
import type { ByHand, FromBoard, ToBoard } from './board-messages';
import { createEmulatedBoard } from './emulated-board';
import { paced } from './paced';

/** How often the board is given the time that has passed. */
const EVERY_MS = 4;
/** A machine that slept does not make up for the hours; the board has slept, too. */
const MOST_AT_ONCE_MS = 100;

const board = createEmulatedBoard({ image });
const pace = paced(board);
const say = (message: FromBoard) => postMessage(message);

board.onSent((bytes) => say({ bytes }));
board.onView((view) => say({ view }));

let last = performance.now();
function advance(): void {
  const now = performance.now();
  pace.advance(Math.min(now - last, MOST_AT_ONCE_MS));
  last = now;
}
setInterval(advance, EVERY_MS);

addEventListener('message', ({ data }: MessageEvent<ToBoard>) => {
  advance();
  if ('bytes' in data) board.receive(data.bytes);
  else if ('reset' in data) board.reset();
  else pace.at(data.at, () => act(data));
});

function act(done: ByHand): void {
  if ('hold' in done) board.hold(done.hold);
  else if ('button' in done) board.setButton(done.button, done.down);
  else if ('fire' in done) board.setFire(done.fire);
  else board.setReader(done.reader);
}
