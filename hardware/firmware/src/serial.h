// The line to the host: 115200 baud, 8 bits, no parity. Bytes come and go by interrupt.
#ifndef SERIAL_H
#define SERIAL_H

#include <stdbool.h>
#include <stdint.h>

void serial_start(void);

// True with the next byte that came in.
bool serial_next(char *byte);

// Waits while the buffer is full: its 256 bytes take 22 ms to leave, whoever listens.
void serial_put(char byte);

// Until all has left.
void serial_flush(void);

// Bytes that came faster than they were read, and were lost.
uint16_t serial_overruns(void);

#endif
