// The gate's board: an ATmega328P (Uno, Nano) with an MFRC522, three lamps, a buzzer, three buttons, a relay and a fire
// contact. It speaks TG1 with its host. All of it runs in this one loop; interrupts only move bytes and count time.
#include <avr/interrupt.h>
#include <avr/wdt.h>

#include "clock.h"
#include "events.h"
#include "inputs.h"
#include "outputs.h"
#include "reader.h"
#include "serial.h"
#include "session.h"
#include "start.h"

static void start(void) {
    start_note();
    outputs_start();
    inputs_start();
    clock_start();
    serial_start();
    sei();
    wdt_enable(WDTO_1S);
    session_start();
    reader_start();
    events_boot();
}

int main(void) {
    start();
    for (;;) {
        wdt_reset();
        session_step();
        outputs_step();
        inputs_step();
        reader_step();
        events_step();
        clock_rest();
    }
}
