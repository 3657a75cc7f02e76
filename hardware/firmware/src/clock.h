// The board's time in milliseconds, from its start, in steps of two.
#ifndef CLOCK_H
#define CLOCK_H

#include <stdint.h>

void clock_start(void);

// Wraps around after 49 days: compare by difference.
uint32_t clock_now(void);

static inline uint32_t clock_since(uint32_t then) { return clock_now() - then; }

// Rests until the next interrupt, two milliseconds at most.
void clock_rest(void);

#endif
