#include "replies.h"

#include "progmem.h"
#include "tg1.h"

enum { KEPT = 8 };

static struct {
    uint16_t id; // 0: none
    uint16_t sum;
    reply given;
} kept[KEPT];
static uint8_t oldest;

void replies_forget(void) {
    for (uint8_t i = 0; i < KEPT; i++) kept[i].id = 0;
}

bool replies_know(uint16_t id, uint16_t sum, reply *given) {
    for (uint8_t i = 0; i < KEPT; i++) {
        if (kept[i].id != id || kept[i].sum != sum) continue;
        *given = kept[i].given;
        return true;
    }
    return false;
}

void replies_keep(uint16_t id, uint16_t sum, reply given) {
    kept[oldest].id = id;
    kept[oldest].sum = sum;
    kept[oldest].given = given;
    oldest = (oldest + 1) % KEPT;
}

static const char *code_of(reply given) {
    switch (given) {
        case REPLY_CRC: return WORD("CRC");
        case REPLY_LEN: return WORD("LEN");
        case REPLY_VERB: return WORD("VERB");
        case REPLY_BUSY: return WORD("BUSY");
        case REPLY_SAFE: return WORD("SAFE");
        case REPLY_VER: return WORD("VER");
        default: return WORD("ARG");
    }
}

void replies_send(uint16_t id, reply given) {
    if (given == REPLY_OK) {
        tg1_begin('<', id, WORD("OK"));
    } else {
        tg1_begin('<', id, WORD("ERR"));
        tg1_write_word(WORD("c"), code_of(given));
    }
    tg1_end();
}
