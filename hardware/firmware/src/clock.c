#include "clock.h"

#include <avr/interrupt.h>
#include <avr/sleep.h>
#include <util/atomic.h>

enum { TICK_MS = 2 };

static volatile uint32_t milliseconds;

ISR(TIMER0_COMPA_vect) { milliseconds += TICK_MS; }

void clock_start(void) {
    TCCR0A = _BV(WGM01); // counts to OCR0A and begins again
    TCCR0B = _BV(CS02);  // at 16 MHz / 256 = 62.5 kHz: nothing here needs a finer clock, and an emulator rests longer
    OCR0A = 124;
    TIMSK0 = _BV(OCIE0A);
    set_sleep_mode(SLEEP_MODE_IDLE);
}

uint32_t clock_now(void) {
    uint32_t now;
    ATOMIC_BLOCK(ATOMIC_RESTORESTATE) { now = milliseconds; }
    return now;
}

void clock_rest(void) { sleep_mode(); }
