import { LONGEST_PULSE_MS, type Buzz } from '../drivers/gate-board';

/** One lamp. `changed` is called whenever it goes on or off. */
export function createLamp(changed: () => void) {
  let timer: ReturnType<typeof setInterval> | undefined;
  let lit = false;
  const turn = (on: boolean) => {
    if (lit === on) return;
    lit = on;
    changed();
  };
  return {
    get lit() {
      return lit;
    },
    /** 0: off, 1: on, n > 1: n milliseconds on, n off, and so on. */
    run(pattern: number) {
      clearInterval(timer);
      turn(pattern > 0);
      if (pattern > 1) timer = setInterval(() => turn(!lit), pattern);
    },
  };
}

/** A buzzer that counts its tones. */
export function createBuzzer(changed: () => void) {
  let timer: ReturnType<typeof setInterval> | undefined;
  let on = false;
  let tones = 0;
  const turn = (next: boolean) => {
    if (on === next) return;
    on = next;
    tones += next ? 1 : 0;
    changed();
  };
  const stop = () => {
    clearInterval(timer);
    turn(false);
  };
  return {
    get on() {
      return on;
    },
    get tones() {
      return tones;
    },
    stop,
    run({ ms, times }: Buzz) {
      stop();
      if (times < 1) return;
      let turns = times * 2 - 1;
      turn(true);
      timer = setInterval(() => {
        turn(!on);
        if (--turns === 0) stop();
      }, ms);
    },
  };
}

/** The relay of a gate: it can be pulsed, not held. */
export function createRelay(changed: () => void) {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let open = false;
  let pulses = 0;
  const stop = () => {
    clearTimeout(timer);
    if (!open) return;
    open = false;
    changed();
  };
  return {
    get open() {
      return open;
    },
    get pulses() {
      return pulses;
    },
    stop,
    pulse(ms: number) {
      clearTimeout(timer);
      open = true;
      pulses += 1;
      timer = setTimeout(stop, Math.min(ms, LONGEST_PULSE_MS));
      changed();
    },
  };
}
