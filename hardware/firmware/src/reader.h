// Cards that come and go, and a reader that mends itself.
#ifndef READER_H
#define READER_H

#include <stdbool.h>

void reader_start(void);

// Looks for a card when it is time, and tells the events of what it finds.
void reader_step(void);

bool reader_works(void);

// How often it was set up anew because something was wrong.
unsigned reader_repairs(void);

#endif
