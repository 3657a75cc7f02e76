// Lamps, buzzer and relay. They keep their own time, so a busy host cannot make them stutter.
#ifndef OUTPUTS_H
#define OUTPUTS_H

#include <stdbool.h>
#include <stdint.h>

enum { OUTPUTS_LONGEST_PULSE = 5000 };

void outputs_start(void);

// For each lamp 0: off, 1: on, n: n milliseconds lit and n dark, beginning lit.
void outputs_lamps(uint16_t red, uint16_t amber, uint16_t green);

// `times` tones of `hz`, each `ms` long with as long a pause between; a new call replaces what sounds.
void outputs_buzz(uint16_t hz, uint16_t ms, uint8_t times);

// One pulse of the relay, 1 ms to 5 s. False while there is one, and for a moment after it.
bool outputs_pulse(uint16_t ms);

// All dark, silent and shut.
void outputs_off(void);

// Lets time pass: to be called every few milliseconds.
void outputs_step(void);

#endif
