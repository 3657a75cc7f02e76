// Replies, and the memory of the last eight: a request whose reply was lost comes again, and must not be done twice.
#ifndef REPLIES_H
#define REPLIES_H

#include <stdbool.h>
#include <stdint.h>

// How a request is answered. REPLY_SENT: by a reply of its own, which is out already.
typedef enum { REPLY_OK, REPLY_CRC, REPLY_LEN, REPLY_VERB, REPLY_ARG, REPLY_BUSY, REPLY_SAFE, REPLY_VER, REPLY_SENT } reply;

// A new session begins: its ids begin anew, too.
void replies_forget(void);

// Whether this very request was answered before. The sum of its line tells it from another that bears the same id.
bool replies_know(uint16_t id, uint16_t sum, reply *given);

void replies_keep(uint16_t id, uint16_t sum, reply given);

void replies_send(uint16_t id, reply given);

#endif
