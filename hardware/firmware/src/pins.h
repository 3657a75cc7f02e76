// Where everything is wired, by the numbers printed on an Uno or a Nano. docs/hardware-guide.md draws it.
#ifndef PINS_H
#define PINS_H

#include <avr/io.h>

// Port D: D2 to D7
#define BUZZER PD3 // D3, the only one that timer 2 can sound without the reader's own pins
#define RELAY PD4  // D4
#define RED PD5    // D5
#define AMBER PD6  // D6
#define GREEN PD7  // D7

// Port B: D9 to D13
#define READER_RESET PB1  // D9
#define READER_SELECT PB2 // D10
#define READER_MOSI PB3   // D11
#define READER_MISO PB4   // D12
#define READER_CLOCK PB5  // D13

// Port C: A0 to A3, each to ground
#define BUTTON_1 PC0 // A0, and A1, A2 for the others
#define FIRE PC3     // A3, a loop that a fire opens

#endif
