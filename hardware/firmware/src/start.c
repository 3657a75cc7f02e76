#include "start.h"

#include <avr/interrupt.h>
#include <avr/io.h>
#include <avr/wdt.h>

#include "progmem.h"
#include "store.h"

enum { ON_PURPOSE = 0x5AFE };

// These are not cleared at a start: that is how it knows of the one before.
static uint16_t purpose __attribute__((section(".noinit")));
static uint8_t flags __attribute__((section(".noinit")));

static uint16_t number;
static uint16_t was_purpose;

// The watchdog goes on running through a reset of its own: unless it is stopped at once the chip never gets going.
// A boot loader that has read the flags before hands them over in r2 (Optiboot).
void stop_watchdog(void) __attribute__((naked, used, section(".init3")));
void stop_watchdog(void) {
    uint8_t handed_over;
    __asm__ volatile("mov %0, r2" : "=r"(handed_over));
    flags = MCUSR ? MCUSR : handed_over;
    MCUSR = 0;
    wdt_disable();
}

void start_note(void) {
    was_purpose = purpose;
    purpose = 0;
    number = store_count_start();
}

uint16_t start_number(void) { return number; }

const char *start_cause(void) {
    if (flags & _BV(PORF)) return WORD("PWR");
    if (flags & _BV(BORF)) return WORD("BRN");
    if (flags & _BV(EXTRF)) return WORD("EXT");
    if (flags & _BV(WDRF)) return was_purpose == ON_PURPOSE ? WORD("RST") : WORD("WDT");
    return WORD("PWR");
}

void start_again(void) {
    purpose = ON_PURPOSE;
    cli();
    wdt_enable(WDTO_15MS);
    for (;;) continue;
}
