#include "outputs.h"

#include <avr/io.h>

#include "clock.h"
#include "events.h"
#include "pins.h"

enum { LAMPS = 3, STEADY = 1 };

// Pulses that touched would hold the gate open; a turnstile would take them for one.
enum { SHUT_BETWEEN_MS = 100 };

static struct {
    uint16_t pattern;
    uint32_t turned_at;
} lamps[LAMPS];

static const uint8_t lamp_pins[LAMPS] = {_BV(RED), _BV(AMBER), _BV(GREEN)};

static struct {
    uint16_t ms;
    uint8_t turns; // of on and off that are left, this one included
    uint32_t turned_at;
} tone;

static struct {
    uint16_t ms; // 0 while it is shut
    uint32_t opened_at;
    uint32_t shut_at;
} relay;

void outputs_start(void) {
    relay.shut_at = clock_now() - SHUT_BETWEEN_MS;
    DDRD |= _BV(BUZZER) | _BV(RELAY) | _BV(RED) | _BV(AMBER) | _BV(GREEN);
    outputs_off();
}

static void run_lamp(uint8_t lamp, uint16_t pattern) {
    lamps[lamp].pattern = pattern;
    lamps[lamp].turned_at = clock_now();
    if (pattern > 0) PORTD |= lamp_pins[lamp];
    else PORTD &= ~lamp_pins[lamp];
}

void outputs_lamps(uint16_t red, uint16_t amber, uint16_t green) {
    run_lamp(0, red);
    run_lamp(1, amber);
    run_lamp(2, green);
}

// Timer 2 turns the pin round at each end of its count: hz = 16 MHz / (2 · divider · (count + 1)).
static void sound(uint16_t hz) {
    static const struct {
        uint16_t divider;
        uint8_t select;
    } dividers[] = {{32, _BV(CS21) | _BV(CS20)},
                    {64, _BV(CS22)},
                    {128, _BV(CS22) | _BV(CS20)},
                    {256, _BV(CS22) | _BV(CS21)},
                    {1024, _BV(CS22) | _BV(CS21) | _BV(CS20)}};
    uint8_t i = 0;
    while (F_CPU / 2 / dividers[i].divider / hz > 256) i++; // 100 Hz fits with the last one
    OCR2A = (uint8_t)(F_CPU / 2 / dividers[i].divider / hz - 1);
    OCR2B = 0;
    TCNT2 = 0;
    TCCR2A = _BV(WGM21);
    TCCR2B = dividers[i].select;
}

static void set_sounding(bool on) {
    if (on) {
        TCCR2A |= _BV(COM2B0);
    } else {
        TCCR2A &= ~_BV(COM2B0);
        PORTD &= ~_BV(BUZZER);
    }
}

static void silence(void) {
    tone.turns = 0;
    set_sounding(false);
    TCCR2B = 0;
}

void outputs_buzz(uint16_t hz, uint16_t ms, uint8_t times) {
    silence();
    if (times == 0) return;
    tone.ms = ms;
    tone.turns = times * 2 - 1;
    tone.turned_at = clock_now();
    sound(hz);
    set_sounding(true);
}

static void shut(void) {
    if (relay.ms > 0) {
        events_gate(false);
        relay.shut_at = clock_now();
    }
    relay.ms = 0;
    PORTD &= ~_BV(RELAY);
}

bool outputs_pulse(uint16_t ms) {
    if (relay.ms > 0 || clock_since(relay.shut_at) < SHUT_BETWEEN_MS) return false;
    relay.ms = ms > OUTPUTS_LONGEST_PULSE ? OUTPUTS_LONGEST_PULSE : ms;
    relay.opened_at = clock_now();
    PORTD |= _BV(RELAY);
    events_gate(true);
    return true;
}

void outputs_off(void) {
    outputs_lamps(0, 0, 0);
    silence();
    shut();
}

static void step_lamp(uint8_t lamp) {
    uint16_t ms = lamps[lamp].pattern;
    if (ms <= STEADY || clock_since(lamps[lamp].turned_at) < ms) return;
    lamps[lamp].turned_at += ms; // not from now: a late step must not slow the rhythm
    PORTD ^= lamp_pins[lamp];
}

static void step_tone(void) {
    if (tone.turns == 0 || clock_since(tone.turned_at) < tone.ms) return;
    tone.turned_at += tone.ms;
    if (--tone.turns == 0) silence();
    else set_sounding(tone.turns % 2 == 1);
}

void outputs_step(void) {
    for (uint8_t lamp = 0; lamp < LAMPS; lamp++) step_lamp(lamp);
    step_tone();
    if (relay.ms > 0 && clock_since(relay.opened_at) >= relay.ms) shut();
}
