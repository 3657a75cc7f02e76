// Words that stay in program memory on the board, and are ordinary ones on the host.
#ifndef PROGMEM_H
#define PROGMEM_H

#include <stdbool.h>
#include <string.h>

#ifdef __AVR__
#include <avr/pgmspace.h>
#define WORD(text) PSTR(text)
#define PROGMEM_BYTE(at) ((char)pgm_read_byte(at))
static inline bool is_word(const char *text, const char *word) { return strcmp_P(text, word) == 0; }
#else
#define WORD(text) (text)
#define PROGMEM_BYTE(at) (*(at))
static inline bool is_word(const char *text, const char *word) { return strcmp(text, word) == 0; }
#endif

#endif
