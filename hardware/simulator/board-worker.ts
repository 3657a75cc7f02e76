import image from '../firmware/gate-board.hex?raw';
import type { FromBoard, ToBoard } from './board-messages';
import { createEmulatedBoard } from './emulated-board';

/** How often the board is given the time that has passed. */
const EVERY_MS = 4;
/** A machine that slept does not make up for the hours; the board has slept, too. */
const MOST_AT_ONCE_MS = 100;

const board = createEmulatedBoard({ image });
const say = (message: FromBoard) => postMessage(message);

board.onSent((bytes) => say({ bytes }));
board.onView((view) => say({ view }));

let last = performance.now();
function advance(): void {
  const now = performance.now();
  board.advance(Math.min(now - last, MOST_AT_ONCE_MS));
  last = now;
}
setInterval(advance, EVERY_MS);

addEventListener('message', ({ data }: MessageEvent<ToBoard>) => {
  advance();
  if ('bytes' in data) board.receive(data.bytes);
  else if ('hold' in data) board.hold(data.hold);
  else if ('button' in data) board.setButton(data.button, data.down);
  else if ('fire' in data) board.setFire(data.fire);
  else if ('reader' in data) board.setReader(data.reader);
  else board.reset();
});
