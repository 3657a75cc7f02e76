// Three buttons and the fire contact.
#ifndef INPUTS_H
#define INPUTS_H

#include <stdbool.h>
#include <stdint.h>

enum { INPUTS_BUTTONS = 3 };

void inputs_start(void);

// Lets time pass, and tells the events of what has changed for 20 ms.
void inputs_step(void);

bool inputs_is_fire(void);

#endif
