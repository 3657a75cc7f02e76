// What outlives a power cut, in EEPROM: the board's name and the number of its starts.
#ifndef STORE_H
#define STORE_H

#include <stdbool.h>
#include <stdint.h>

enum { STORE_LONGEST_ID = 16 };

// Counts this start, 1 to 65534 and around; returns its number.
uint16_t store_count_start(void);

// The name, "-" if none was given; `name` has room for STORE_LONGEST_ID and a zero.
void store_read_id(char *name);

// Gives the name. False for one that is no name, or if the board bears another one already.
bool store_give_id(const char *name);

#endif
