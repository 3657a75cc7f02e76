// TG1, the board's line protocol: see ../../protocol/frame.ts for the grammar. Knows no hardware, and is tested on the host.
#ifndef TG1_H
#define TG1_H

#include <stdbool.h>
#include <stdint.h>

enum {
    TG1_LONGEST_FRAME = 128, // bytes, the line feed included
    TG1_HIGHEST_ID = 999,
    TG1_MOST_ARGS = 12,
};

typedef enum { TG1_OK, TG1_LENGTH, TG1_CHECKSUM, TG1_FORM } tg1_verdict;

// A line as it comes in. `length` stays at TG1_LONGEST_FRAME for one that is too long.
typedef struct {
    char text[TG1_LONGEST_FRAME + 1];
    uint8_t length;
    bool ended;
} tg1_line;

typedef struct {
    const char *key;
    const char *value;
} tg1_arg;

// Points into the line that it was read from.
typedef struct {
    char type;
    uint16_t id;
    uint16_t sum;
    const char *verb;
    uint8_t arg_count;
    tg1_arg args[TG1_MOST_ARGS];
} tg1_frame;

// Takes one byte; true if it ended a line that is not empty. The next byte begins a new one.
bool tg1_push(tg1_line *line, char byte);

// Reads a line that has ended, and cuts it into strings on the way.
tg1_verdict tg1_decode(tg1_line *line, tg1_frame *frame);

// The id of a request whose line is damaged, 0 if it cannot be told.
uint16_t tg1_damaged_request(const tg1_line *line);

// The value of an argument, NULL if it is not there. The key is in program memory.
const char *tg1_arg_of(const tg1_frame *frame, const char *key);

// A whole number without a leading zero, of at most seven digits; -1 for anything else.
int32_t tg1_number(const char *value);

uint16_t tg1_crc(uint16_t crc, uint8_t byte);

// Writing a frame, piece by piece: it goes through `tg1_put` and is summed up on its way. Words are in program memory.
void tg1_begin(char type, uint16_t id, const char *verb);
void tg1_write_word(const char *key, const char *value);
void tg1_write_text(const char *key, const char *value); // a value in data memory
void tg1_write_number(const char *key, uint32_t value);
void tg1_write_hex(const char *key, const uint8_t *bytes, uint8_t count);
void tg1_end(void);

// Where written bytes go: the serial line on the board, a buffer on the host.
void tg1_put(char byte);

#endif
