#include "mfrc522.h"

#include <avr/io.h>
#include <string.h>

#include "clock.h"
#include "pins.h"

// Registers of the chip, section 9.2.
enum {
    COMMAND = 0x01,
    COM_IRQ = 0x04,
    ERRORS = 0x06,
    FIFO_DATA = 0x09,
    FIFO_LEVEL = 0x0A,
    CONTROL = 0x0C,
    BIT_FRAMING = 0x0D,
    COLLISION = 0x0E,
    MODE = 0x11,
    TX_MODE = 0x12,
    RX_MODE = 0x13,
    TX_CONTROL = 0x14,
    TX_ASK = 0x15,
    MOD_WIDTH = 0x24,
    TIMER_MODE = 0x2A,
    TIMER_PRESCALER = 0x2B,
    TIMER_RELOAD_HIGH = 0x2C,
    TIMER_RELOAD_LOW = 0x2D,
    VERSION = 0x37,
};

enum { IDLE = 0x00, TRANSCEIVE = 0x0C, SOFT_RESET = 0x0F };        // its commands
enum { POWER_DOWN = 0x10, ANTENNA_ON = 0x03, START_SEND = 0x80, FLUSH = 0x80 };
enum { RX_IRQ = 0x20, IDLE_IRQ = 0x10, TIMER_IRQ = 0x01, ALL_IRQS = 0x7F };
enum { PROTOCOL_ERROR = 0x01, PARITY_ERROR = 0x02, COLLIDED = 0x08, OVERFLOW = 0x10 };

// ISO/IEC 14443-3 type A.
enum { WAKE_UP = 0x52, SELECT_1 = 0x93, ANTICOLLISION = 0x20, SELECT = 0x70, HALT = 0x50, CASCADE_TAG = 0x88 };
enum { UID_CONTINUES = 0x04, LEVELS = 3 };

enum { RESET_MS = 2, WAKE_MS = 60, ANSWER_MS = 12, LONGEST_ANSWER = 5 };

typedef enum { ANSWERED, SILENT, COLLIDING, GARBLED } outcome;

static uint8_t spi(uint8_t byte) {
    SPDR = byte;
    while (!(SPSR & _BV(SPIF))) continue; // 8 bits at 4 MHz: 2 µs, whoever is there
    return SPDR;
}

static void select_chip(void) { PORTB &= ~_BV(READER_SELECT); }
static void leave_chip(void) { PORTB |= _BV(READER_SELECT); }

static void write(uint8_t reg, uint8_t value) {
    select_chip();
    spi((uint8_t)(reg << 1) & 0x7E);
    spi(value);
    leave_chip();
}

static uint8_t read(uint8_t reg) {
    select_chip();
    spi(((uint8_t)(reg << 1) & 0x7E) | 0x80);
    uint8_t value = spi(0);
    leave_chip();
    return value;
}

static void rest_for(uint32_t ms) {
    uint32_t began = clock_now();
    while (clock_since(began) < ms) clock_rest();
}

static bool is_there(void) {
    uint8_t version = read(VERSION);
    return version != 0x00 && version != 0xFF; // what a dead line reads as; copies of the chip say this or that
}

static bool is_awake(void) {
    uint32_t began = clock_now();
    while (read(COMMAND) & POWER_DOWN) {
        if (clock_since(began) > WAKE_MS) return false;
        clock_rest();
    }
    return true;
}

static bool set_up(void) {
    if (!is_there() || !is_awake()) return false;
    write(TX_MODE, 0x00);
    write(RX_MODE, 0x00);
    write(MOD_WIDTH, 0x26);
    // The timer begins after each sending and ends the wait for an answer: 200 ticks of 25 µs. A card answers in 0.1 ms.
    write(TIMER_MODE, 0x80);
    write(TIMER_PRESCALER, 0xA9);
    write(TIMER_RELOAD_HIGH, 0x00);
    write(TIMER_RELOAD_LOW, 200);
    write(TX_ASK, 0x40);
    write(MODE, 0x3D); // the checksum of type A begins at 6363
    write(TX_CONTROL, read(TX_CONTROL) | ANTENNA_ON);
    return mfrc522_is_well();
}

bool mfrc522_start(void) {
    DDRB |= _BV(READER_RESET) | _BV(READER_SELECT) | _BV(READER_MOSI) | _BV(READER_CLOCK);
    leave_chip();
    SPCR = _BV(SPE) | _BV(MSTR); // mode 0, 16 MHz / 4
    PORTB &= ~_BV(READER_RESET);
    rest_for(RESET_MS);
    PORTB |= _BV(READER_RESET);
    rest_for(RESET_MS);
    return set_up();
}

bool mfrc522_restart(void) {
    write(COMMAND, SOFT_RESET);
    rest_for(RESET_MS);
    return set_up();
}

bool mfrc522_is_well(void) { return is_there() && (read(TX_CONTROL) & ANTENNA_ON) == ANTENNA_ON; }

static uint16_t checksum(const uint8_t *bytes, uint8_t length) {
    uint16_t crc = 0x6363;
    for (uint8_t i = 0; i < length; i++) {
        uint8_t x = bytes[i] ^ (uint8_t)crc;
        x ^= (uint8_t)(x << 4);
        crc = (crc >> 8) ^ ((uint16_t)x << 8) ^ ((uint16_t)x << 3) ^ (x >> 4);
    }
    return crc;
}

static void seal(uint8_t *bytes, uint8_t length) {
    uint16_t crc = checksum(bytes, length);
    bytes[length] = (uint8_t)crc;
    bytes[length + 1] = (uint8_t)(crc >> 8);
}

static outcome await_answer(void) {
    uint32_t began = clock_now();
    for (;;) {
        uint8_t irqs = read(COM_IRQ);
        if (irqs & (RX_IRQ | IDLE_IRQ)) break;
        if (irqs & TIMER_IRQ) return SILENT;
        if (clock_since(began) > ANSWER_MS) return SILENT; // the chip's own timer has died
        clock_rest();
    }
    uint8_t errors = read(ERRORS);
    if (errors & COLLIDED) return COLLIDING;
    return errors & (PROTOCOL_ERROR | PARITY_ERROR | OVERFLOW) ? GARBLED : ANSWERED;
}

// Sends to whatever cards are there, and takes the answer, which must have `expected` bytes. The last byte sent may be
// of fewer bits: `last_bits`, 0 for all eight.
static outcome exchange(const uint8_t *sent, uint8_t length, uint8_t last_bits, uint8_t *answer, uint8_t expected) {
    write(COMMAND, IDLE);
    write(COM_IRQ, ALL_IRQS);
    write(FIFO_LEVEL, FLUSH);
    for (uint8_t i = 0; i < length; i++) write(FIFO_DATA, sent[i]);
    write(BIT_FRAMING, last_bits);
    write(COMMAND, TRANSCEIVE);
    write(BIT_FRAMING, START_SEND | last_bits);
    outcome outcome = await_answer();
    write(BIT_FRAMING, last_bits);
    if (outcome != ANSWERED) return outcome;
    if (read(FIFO_LEVEL) != expected || (read(CONTROL) & 0x07) != 0) return GARBLED;
    for (uint8_t i = 0; i < expected; i++) answer[i] = read(FIFO_DATA);
    return ANSWERED;
}

static outcome wake_up(uint16_t *atqa) {
    uint8_t request = WAKE_UP;
    uint8_t answer[2];
    outcome outcome = exchange(&request, 1, 7, answer, 2);
    *atqa = (uint16_t)(answer[1] << 8) | answer[0];
    return outcome;
}

// The four bytes of one cascade level, and the SAK that says whether there are more.
static outcome select_level(uint8_t level, uint8_t *uid, uint8_t *sak) {
    uint8_t request[9] = {(uint8_t)(SELECT_1 + 2 * level), ANTICOLLISION};
    uint8_t answer[LONGEST_ANSWER];
    outcome outcome = exchange(request, 2, 0, answer, 5);
    if (outcome != ANSWERED) return outcome;
    if ((answer[0] ^ answer[1] ^ answer[2] ^ answer[3]) != answer[4]) return GARBLED;
    memcpy(uid, answer, 4);
    request[1] = SELECT;
    memcpy(request + 2, answer, 5);
    seal(request, 7);
    outcome = exchange(request, 9, 0, answer, 3);
    if (outcome != ANSWERED) return outcome;
    *sak = answer[0];
    return checksum(answer, 1) == ((uint16_t)answer[2] << 8 | answer[1]) ? ANSWERED : GARBLED;
}

static outcome read_uid(card *found) {
    uint8_t part[4];
    found->length = 0;
    for (uint8_t level = 0; level < LEVELS; level++) {
        outcome outcome = select_level(level, part, &found->sak);
        if (outcome != ANSWERED) return outcome;
        bool continues = found->sak & UID_CONTINUES;
        // The first byte of a level that is not the last one says only that there is a next.
        if (continues && part[0] != CASCADE_TAG) return GARBLED;
        uint8_t length = continues ? 3 : 4;
        memcpy(found->bytes + found->length, part + 4 - length, length);
        found->length += length;
        if (!continues) return ANSWERED;
    }
    return GARBLED;
}

// A halted card says nothing, which is how it says yes.
static void halt(void) {
    uint8_t request[4] = {HALT, 0x00};
    uint8_t none;
    seal(request, 2);
    exchange(request, 4, 0, &none, 0);
}

mfrc522_found mfrc522_scan(card *found) {
    write(COLLISION, 0x00); // bits after a collision read as zero
    outcome outcome = wake_up(&found->atqa);
    if (outcome == ANSWERED) outcome = read_uid(found);
    if (outcome == COLLIDING) return MFRC522_SEVERAL_CARDS;
    if (outcome != ANSWERED) return MFRC522_NO_CARD;
    halt();
    return MFRC522_ONE_CARD;
}
