// The conversation with the host: requests and their replies, and the lease that keeps a gate shut without it.
#ifndef SESSION_H
#define SESSION_H

// Red and shut, until a host says HI.
void session_start(void);

// Answers what has come in, and makes the board safe when the host has fallen silent.
void session_step(void);

#endif
