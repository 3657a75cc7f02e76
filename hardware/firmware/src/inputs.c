#include "inputs.h"

#include <avr/io.h>

#include "clock.h"
#include "events.h"
#include "pins.h"

enum { SETTLE_MS = 20, CONTACTS = INPUTS_BUTTONS + 1, FIRE_CONTACT = INPUTS_BUTTONS };

// A contact that reads otherwise than what was told is timed from the moment it did.
static struct {
    bool told;
    bool unsettled;
    uint32_t since;
} contacts[CONTACTS];

// A pressed button closes to ground. The fire loop is closed as long as all is well: a cut wire is an alarm, too.
static bool reads(uint8_t contact) {
    if (contact == FIRE_CONTACT) return PINC & _BV(FIRE);
    return !(PINC & _BV(BUTTON_1 + contact));
}

void inputs_start(void) {
    PORTC |= _BV(BUTTON_1) | _BV(BUTTON_1 + 1) | _BV(BUTTON_1 + 2) | _BV(FIRE); // pulled up
}

static void tell(uint8_t contact, bool on) {
    if (contact == FIRE_CONTACT) events_fire(on);
    else events_button(contact + 1, on);
}

static void step(uint8_t contact) {
    bool on = reads(contact);
    if (on == contacts[contact].told) {
        contacts[contact].unsettled = false;
    } else if (!contacts[contact].unsettled) {
        contacts[contact].unsettled = true;
        contacts[contact].since = clock_now();
    } else if (clock_since(contacts[contact].since) >= SETTLE_MS) {
        contacts[contact].unsettled = false;
        contacts[contact].told = on;
        tell(contact, on);
    }
}

void inputs_step(void) {
    for (uint8_t contact = 0; contact < CONTACTS; contact++) step(contact);
}

bool inputs_is_fire(void) { return contacts[FIRE_CONTACT].told; }
