#include "session.h"

#include <stdbool.h>

#include "clock.h"
#include "events.h"
#include "inputs.h"
#include "outputs.h"
#include "progmem.h"
#include "reader.h"
#include "replies.h"
#include "serial.h"
#include "start.h"
#include "store.h"
#include "tg1.h"
#include "version.h"

enum { LEASE_MS = 3000 };

// SAFE: no host, or it was lost. LIVE: a host has said HI. LEFT: it has said BYE.
static enum { SAFE, LIVE, LEFT } state;
static bool is_gate;
static uint32_t heard_at;
static tg1_line line;

static struct {
    uint16_t crc, length, form;
} damaged;

void tg1_put(char byte) { serial_put(byte); }

static void make_safe(void) {
    state = SAFE;
    outputs_off();
    outputs_lamps(1, 0, 0);
    events_set_host(false);
}

void session_start(void) { make_safe(); }

static bool is_verb(const tg1_frame *frame, const char *verb) { return is_word(frame->verb, verb); }

static bool is_arg(const tg1_frame *frame, const char *key, const char *word) {
    const char *value = tg1_arg_of(frame, key);
    return value && is_word(value, word);
}

static bool is_within(const tg1_frame *frame, const char *key, int32_t least, int32_t most, uint16_t *value) {
    int32_t number = tg1_number(tg1_arg_of(frame, key));
    *value = (uint16_t)number;
    return number >= least && number <= most;
}

static reply lamp_of(const tg1_frame *frame, const char *key, uint16_t *pattern) {
    if (!is_within(frame, key, 0, 5000, pattern)) return REPLY_ARG;
    return *pattern <= 1 || *pattern >= 50 ? REPLY_OK : REPLY_ARG;
}

static reply lamp(const tg1_frame *frame) {
    uint16_t red, amber, green;
    if (lamp_of(frame, WORD("r"), &red) || lamp_of(frame, WORD("a"), &amber) || lamp_of(frame, WORD("g"), &green)) return REPLY_ARG;
    outputs_lamps(red, amber, green);
    return REPLY_OK;
}

static reply buzz(const tg1_frame *frame) {
    uint16_t hz, ms, times;
    if (!is_within(frame, WORD("hz"), 100, 5000, &hz)) return REPLY_ARG;
    if (!is_within(frame, WORD("ms"), 10, 2000, &ms)) return REPLY_ARG;
    if (!is_within(frame, WORD("n"), 0, 20, &times)) return REPLY_ARG;
    outputs_buzz(hz, ms, (uint8_t)times);
    return REPLY_OK;
}

static reply open_gate(const tg1_frame *frame) {
    uint16_t ms;
    if (!is_gate) return REPLY_VERB;
    if (!is_within(frame, WORD("ms"), 1, OUTPUTS_LONGEST_PULSE, &ms)) return REPLY_ARG;
    return outputs_pulse(ms) ? REPLY_OK : REPLY_BUSY;
}

static reply configure(const tg1_frame *frame) {
    const char *value = tg1_arg_of(frame, WORD("v"));
    if (!value || !is_arg(frame, WORD("k"), WORD("id"))) return REPLY_ARG;
    return store_give_id(value) ? REPLY_OK : REPLY_ARG;
}

static reply leave(void) {
    state = LEFT;
    outputs_off();
    events_set_host(false);
    return REPLY_OK;
}

static void begin(bool at_a_gate) {
    state = LIVE;
    is_gate = at_a_gate;
    replies_forget();
    events_set_host(true);
}

static reply greet(const tg1_frame *frame) {
    bool gate = is_arg(frame, WORD("t"), WORD("gate"));
    uint16_t version;
    char id[STORE_LONGEST_ID + 1];
    if (!is_within(frame, WORD("v"), 1, TG1_HIGHEST_ID, &version)) return REPLY_ARG;
    if (!gate && !is_arg(frame, WORD("t"), WORD("sales"))) return REPLY_ARG;
    if (version != PROTOCOL_VERSION) {
        make_safe();
        return REPLY_VER;
    }
    begin(gate);
    store_read_id(id);
    tg1_begin('<', frame->id, WORD("OK"));
    tg1_write_number(WORD("v"), PROTOCOL_VERSION);
    tg1_write_word(WORD("fw"), WORD(FIRMWARE_VERSION));
    tg1_write_word(WORD("hw"), WORD("uno-rc522"));
    tg1_write_text(WORD("id"), id);
    tg1_write_number(WORD("boot"), start_number());
    tg1_write_word(WORD("rst"), start_cause());
    tg1_write_word(WORD("caps"), WORD("card,lamp3,buz,btn3,rly"));
    tg1_write_number(WORD("max"), TG1_LONGEST_FRAME);
    tg1_write_number(WORD("lease"), LEASE_MS);
    tg1_end();
    return REPLY_SENT;
}

static reply tell_state(const tg1_frame *frame) {
    tg1_begin('<', frame->id, WORD("OK"));
    tg1_write_number(WORD("up"), clock_now() / 1000 % 10000000);
    tg1_write_word(WORD("rdr"), reader_works() ? WORD("ok") : WORD("dead"));
    tg1_write_number(WORD("fire"), inputs_is_fire());
    tg1_write_number(WORD("ev"), events_waiting());
    tg1_write_number(WORD("lost"), events_lost());
    tg1_write_number(WORD("crc"), damaged.crc);
    tg1_write_number(WORD("len"), damaged.length);
    tg1_write_number(WORD("form"), damaged.form);
    tg1_write_number(WORD("ovr"), serial_overruns());
    tg1_write_number(WORD("rep"), reader_repairs());
    tg1_end();
    return REPLY_SENT;
}

static reply restart(const tg1_frame *frame) {
    replies_send(frame->id, REPLY_OK);
    serial_flush();
    start_again();
    return REPLY_SENT;
}

// What needs a session, and is done once however often it is asked.
static reply obey(const tg1_frame *frame) {
    if (is_verb(frame, WORD("PING"))) return state == LIVE ? REPLY_OK : REPLY_SAFE;
    if (is_verb(frame, WORD("CFG"))) return configure(frame);
    bool is_output = is_verb(frame, WORD("LAMP")) || is_verb(frame, WORD("BUZ")) || is_verb(frame, WORD("GATE"));
    if (!is_output) return REPLY_VERB;
    if (state != LIVE) return REPLY_SAFE;
    if (is_verb(frame, WORD("LAMP"))) return lamp(frame);
    return is_verb(frame, WORD("BUZ")) ? buzz(frame) : open_gate(frame);
}

static reply answer(const tg1_frame *frame) {
    if (is_verb(frame, WORD("HI"))) return greet(frame);
    if (is_verb(frame, WORD("STAT"))) return tell_state(frame);
    if (is_verb(frame, WORD("RST"))) return restart(frame);
    if (is_verb(frame, WORD("BYE"))) return leave();
    reply known;
    if (replies_know(frame->id, frame->sum, &known)) return known;
    reply given = obey(frame);
    replies_keep(frame->id, frame->sum, given);
    return given;
}

static void serve(const tg1_frame *frame) {
    uint16_t number;
    if (frame->type != '>') return; // nothing that a board says is meant for a board
    heard_at = clock_now();
    if (is_verb(frame, WORD("ACK"))) {
        if (is_within(frame, WORD("n"), 1, TG1_HIGHEST_ID, &number)) events_acknowledge(number);
        return;
    }
    reply given = answer(frame);
    if (given != REPLY_SENT) replies_send(frame->id, given);
}

static void complain(tg1_verdict verdict) {
    uint16_t id = tg1_damaged_request(&line);
    if (verdict == TG1_LENGTH) damaged.length++;
    else if (verdict == TG1_CHECKSUM) damaged.crc++;
    else damaged.form++;
    if (id > 0) replies_send(id, verdict == TG1_LENGTH ? REPLY_LEN : verdict == TG1_CHECKSUM ? REPLY_CRC : REPLY_ARG);
}

static void read_line(void) {
    tg1_frame frame;
    tg1_verdict verdict = tg1_decode(&line, &frame);
    if (verdict == TG1_OK) serve(&frame);
    else complain(verdict);
}

void session_step(void) {
    char byte;
    // One line at a time: a host that asks without a pause must not keep the relay from falling.
    while (serial_next(&byte)) {
        if (!tg1_push(&line, byte)) continue;
        read_line();
        break;
    }
    if (state == LIVE && clock_since(heard_at) >= LEASE_MS) {
        make_safe();
        events_safe();
    }
}
