#include "tg1.h"

#include <string.h>

#include "progmem.h"

enum { LONGEST_VERB = 8, LONGEST_KEY = 8, SUM_LENGTH = 5, MOST_DIGITS = 7 };

// CRC-16/CCITT-FALSE without a table: 256 words would be a quarter of what this program needs.
uint16_t tg1_crc(uint16_t crc, uint8_t byte) {
    uint8_t x = (uint8_t)(crc >> 8) ^ byte;
    x ^= x >> 4;
    return (uint16_t)(crc << 8) ^ ((uint16_t)x << 12) ^ ((uint16_t)x << 5) ^ x;
}

bool tg1_push(tg1_line *line, char byte) {
    if (line->ended) {
        line->length = 0;
        line->ended = false;
    }
    if (byte == '\n') {
        line->ended = true;
        line->text[line->length] = '\0';
        return line->length > 0;
    }
    if (line->length < TG1_LONGEST_FRAME) line->text[line->length++] = byte;
    return false;
}

static int8_t hex_digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

// Whether the line ends in `*` and the sum of all before it.
static bool is_sealed(const tg1_line *line, uint16_t *sum) {
    if (line->length < SUM_LENGTH) return false;
    uint8_t body = line->length - SUM_LENGTH;
    if (line->text[body] != '*') return false;
    uint16_t crc = 0xFFFF;
    for (uint8_t i = 0; i < body; i++) crc = tg1_crc(crc, (uint8_t)line->text[i]);
    *sum = 0;
    for (uint8_t i = body + 1; i < line->length; i++) {
        int8_t digit = hex_digit(line->text[i]);
        if (digit < 0) return false;
        *sum = (uint16_t)(*sum << 4) | (uint8_t)digit;
    }
    return *sum == crc;
}

static bool is_value(char c) { return c > ' ' && c <= '~' && c != '*' && c != '='; }
static bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
static bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
static bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Steps over at least one and at most `most` characters of a kind; NULL if there is none, or one too many.
static char *over(char *at, bool (*is_of)(char), uint8_t most) {
    uint8_t count = 0;
    while (is_of(at[count])) count++; // each line ends in a zero, which is of no kind
    return count > 0 && count <= most ? at + count : NULL;
}

static char *read_id(char *at, uint16_t *id) {
    if (*at == '0') return NULL;
    char *end = over(at, is_digit, 3);
    if (!end) return NULL;
    *id = 0;
    for (; at < end; at++) *id = *id * 10 + (uint16_t)(*at - '0');
    return end;
}

static bool has_key(const tg1_frame *frame, const char *key) {
    for (uint8_t i = 0; i < frame->arg_count; i++) {
        if (strcmp(frame->args[i].key, key) == 0) return true;
    }
    return false;
}

// `key=value` from `at` on, which begins after a space.
static char *read_arg(char *at, tg1_frame *frame) {
    if (frame->arg_count == TG1_MOST_ARGS) return NULL;
    char *equals = over(at, is_lower, LONGEST_KEY);
    if (!equals || *equals != '=') return NULL;
    char *end = over(equals + 1, is_value, TG1_LONGEST_FRAME);
    if (!end) return NULL;
    *equals = '\0';
    if (has_key(frame, at)) return NULL;
    frame->args[frame->arg_count++] = (tg1_arg){.key = at, .value = equals + 1};
    return end;
}

tg1_verdict tg1_decode(tg1_line *line, tg1_frame *frame) {
    if (line->length >= TG1_LONGEST_FRAME) return TG1_LENGTH;
    if (!is_sealed(line, &frame->sum)) return TG1_CHECKSUM;
    char *stop = line->text + line->length - SUM_LENGTH;
    *stop = '\0';
    frame->type = line->text[0];
    frame->arg_count = 0;
    if (!strchr("><!#", frame->type) || frame->type == '\0') return TG1_FORM;
    char *at = read_id(line->text + 1, &frame->id);
    if (!at || *at != ' ') return TG1_FORM;
    frame->verb = at + 1;
    at = over(at + 1, is_upper, LONGEST_VERB);
    while (at && *at == ' ') {
        *at = '\0';
        at = read_arg(at + 1, frame);
    }
    return at == stop ? TG1_OK : TG1_FORM;
}

uint16_t tg1_damaged_request(const tg1_line *line) {
    uint16_t id = 0;
    if (line->text[0] != '>') return 0;
    // Long enough for three digits and what follows: no line is shorter than its own zero.
    const char *end = read_id((char *)line->text + 1, &id);
    return end && (*end == ' ' || *end == '\0') ? id : 0;
}

const char *tg1_arg_of(const tg1_frame *frame, const char *key) {
    for (uint8_t i = 0; i < frame->arg_count; i++) {
        if (is_word(frame->args[i].key, key)) return frame->args[i].value;
    }
    return NULL;
}

int32_t tg1_number(const char *value) {
    if (!value || (value[0] == '0' && value[1] != '\0')) return -1;
    int32_t number = 0;
    uint8_t digits = 0;
    for (; is_digit(*value) && digits < MOST_DIGITS; value++, digits++) number = number * 10 + (*value - '0');
    return digits > 0 && *value == '\0' ? number : -1;
}

static uint16_t written_sum;

static void put(char byte) {
    written_sum = tg1_crc(written_sum, (uint8_t)byte);
    tg1_put(byte);
}

static void put_text(const char *text) {
    for (; *text; text++) put(*text);
}

static void put_word(const char *word) {
    for (char c; (c = PROGMEM_BYTE(word)); word++) put(c);
}

static void put_number(uint32_t value) {
    char digits[10];
    uint8_t count = 0;
    do {
        digits[count++] = (char)('0' + value % 10);
        value /= 10;
    } while (value > 0);
    while (count > 0) put(digits[--count]);
}

static char hex_of(uint8_t nibble) { return (char)(nibble < 10 ? '0' + nibble : 'A' + nibble - 10); }

static void put_key(const char *key) {
    put(' ');
    put_word(key);
    put('=');
}

void tg1_begin(char type, uint16_t id, const char *verb) {
    written_sum = 0xFFFF;
    put(type);
    put_number(id);
    put(' ');
    put_word(verb);
}

void tg1_write_word(const char *key, const char *value) {
    put_key(key);
    put_word(value);
}

void tg1_write_text(const char *key, const char *value) {
    put_key(key);
    put_text(value);
}

void tg1_write_number(const char *key, uint32_t value) {
    put_key(key);
    put_number(value);
}

void tg1_write_hex(const char *key, const uint8_t *bytes, uint8_t count) {
    put_key(key);
    for (uint8_t i = 0; i < count; i++) {
        put(hex_of(bytes[i] >> 4));
        put(hex_of(bytes[i] & 0x0F));
    }
}

void tg1_end(void) {
    uint16_t crc = written_sum;
    tg1_put('*');
    for (int8_t shift = 12; shift >= 0; shift -= 4) tg1_put(hex_of((crc >> shift) & 0x0F));
    tg1_put('\n');
}
