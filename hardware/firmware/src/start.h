// How this start came about.
#ifndef START_H
#define START_H

#include <stdint.h>

// Reads why the chip started, and counts it. Once, first of all.
void start_note(void);

uint16_t start_number(void);

// PWR, EXT, BRN, WDT or RST, in program memory.
const char *start_cause(void);

// Starts anew, at once; the cause will be RST.
void start_again(void);

#endif
