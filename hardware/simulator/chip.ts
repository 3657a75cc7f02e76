import {
  AVRClock,
  AVREEPROM,
  AVRIOPort,
  AVRSPI,
  AVRTimer,
  AVRUSART,
  AVRWatchdog,
  avrInstruction,
  clockConfig,
  CPU,
  portBConfig,
  portCConfig,
  portDConfig,
  spiConfig,
  timer0Config,
  timer2Config,
  usart0Config,
  watchdogConfig,
  type EEPROMBackend,
} from 'avr8js';

export const CLOCK_HZ = 16_000_000;
const SRAM_BYTES = 2048;
/** Below it are the registers. */
const SRAM_START = 0x100;
const MCUSR = 0x54;
const SLEEP = 0x9588;

/** Bits of MCUSR: why the chip started. */
export const RESET_FLAGS = { PWR: 1, EXT: 2, WDT: 8 } as const;

export interface ChipParts {
  program: Uint16Array;
  eeprom: EEPROMBackend;
  /** What RAM holds at the start: a reset does not clear it. */
  sram: Uint8Array | null;
  resetFlags: number;
  onWatchdog: () => void;
}

/** An ATmega328P from one start to the next: a chip that is reset is a new one, with the RAM of the old. */
export interface Chip {
  readonly cpu: CPU;
  readonly usart: AVRUSART;
  readonly spi: AVRSPI;
  readonly ports: Readonly<Record<'b' | 'c' | 'd', AVRIOPort>>;
  readonly sram: Uint8Array;
  /** Runs until the cycle is reached or the chip was reset; cycles count from its start. */
  runUntil(cycle: number): void;
}

export function createChip({ program, eeprom, sram, resetFlags, onWatchdog }: ChipParts): Chip {
  const cpu = new CPU(program, SRAM_BYTES);
  if (sram) cpu.data.set(sram, SRAM_START);
  cpu.data[MCUSR] = resetFlags;
  new AVRTimer(cpu, timer0Config);
  new AVRTimer(cpu, timer2Config);
  new AVREEPROM(cpu, eeprom);
  new AVRWatchdog(cpu, watchdogConfig, new AVRClock(cpu, CLOCK_HZ, clockConfig));
  const ports = {
    b: new AVRIOPort(cpu, portBConfig),
    c: new AVRIOPort(cpu, portCConfig),
    d: new AVRIOPort(cpu, portDConfig),
  };
  let isAsleep = false;
  let isOver = false;
  // The library would go on with the registers as they were, which no chip does.
  cpu.reset = () => {
    isOver = true;
    onWatchdog();
  };

  function step(): void {
    const sleeps = program[cpu.pc] === SLEEP;
    avrInstruction(cpu);
    isAsleep = sleeps;
    tick();
  }

  function tick(): void {
    const { pc } = cpu;
    cpu.tick();
    if (cpu.pc !== pc) isAsleep = false; // an interrupt
  }

  /** Nothing happens until the next event, so time may jump there: what makes an idle board cheap. */
  function sleepUntil(cycle: number): void {
    const next = (cpu['nextClockEvent'] as { cycles: number } | null)?.cycles ?? cycle;
    cpu.cycles = Math.max(cpu.cycles, Math.min(next, cycle));
    tick();
  }

  return {
    cpu,
    usart: new AVRUSART(cpu, usart0Config, CLOCK_HZ),
    spi: new AVRSPI(cpu, spiConfig, CLOCK_HZ),
    ports,
    get sram() {
      return cpu.data.slice(SRAM_START);
    },
    runUntil(cycle) {
      while (cpu.cycles < cycle && !isOver) {
        if (isAsleep) sleepUntil(cycle);
        else step();
      }
    },
  };
}
