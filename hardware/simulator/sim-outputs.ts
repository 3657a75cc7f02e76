import { createBuzzer, createLamp, createRelay } from './parts';
import type { BoardView } from './virtual-board';

/** Lamps, buzzer and relay together; `changed` is called whenever one of them does something else. */
export function createSimOutputs(changed: (view: BoardView) => void) {
  const tell = () => changed(view());
  const red = createLamp(tell);
  const amber = createLamp(tell);
  const green = createLamp(tell);
  const buzzer = createBuzzer(tell);
  const relay = createRelay(tell);

  const view = (): BoardView => ({
    red: red.lit,
    amber: amber.lit,
    green: green.lit,
    buzzing: buzzer.on,
    tones: buzzer.tones,
    gateOpen: relay.open,
    pulses: relay.pulses,
  });

  return {
    view,
    lamps(patterns: { red: number; amber: number; green: number }): void {
      red.run(patterns.red);
      amber.run(patterns.amber);
      green.run(patterns.green);
    },
    buzz: buzzer.run,
    pulse: relay.pulse,
    off(): void {
      for (const lamp of [red, amber, green]) lamp.run(0);
      buzzer.stop();
      relay.stop();
    },
  };
}
