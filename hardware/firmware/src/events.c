#include "events.h"

#include "clock.h"
#include "progmem.h"
#include "start.h"
#include "tg1.h"

enum { DEPTH = 8, AGAIN_MS = 300, RIDER_STAYS_MS = 3000 };

// A burst of four, then one in 62 ms: never more than 20 in a second.
enum { BURST = 4, GAP_MS = 62 };

typedef enum { NONE, BOOT, CARD, GONE, MULTI, BTN, RDR, GATE, FIRE_ALARM, SAFE, LOST } kind;

typedef struct {
    kind kind;
    uint16_t number;
    uint32_t born;
    uint32_t told_at;
    bool is_told;
    uint16_t value; // key, state or count
    card card;
} event;

static event ring[DEPTH]; // in their order from `first` on
static uint8_t first, count;
static uint16_t last_number;
static uint16_t untold;     // dropped, and not yet told to be
static uint16_t lost_total;
static bool has_host;
static uint8_t tokens = BURST;
static uint32_t refilled_at;

static event *at(uint8_t place) { return &ring[(first + place) % DEPTH]; }

static void drop_oldest(void) {
    if (at(0)->kind != NONE) {
        untold++;
        lost_total++;
    }
    first = (first + 1) % DEPTH;
    count--;
}

static event *add(kind kind, uint16_t value) {
    if (count == DEPTH) drop_oldest();
    last_number = last_number % TG1_HIGHEST_ID + 1;
    event *added = at(count++);
    *added = (event){.kind = kind, .number = last_number, .born = clock_now(), .value = value};
    return added;
}

void events_set_host(bool is_there) { has_host = is_there; }

void events_boot(void) { add(BOOT, 0); }
void events_safe(void) { add(SAFE, 0); }
void events_reader(bool works) { add(RDR, works); }
void events_fire(bool alarm) { add(FIRE_ALARM, alarm); }

bool events_card(const card *presented) {
    if (has_host) add(CARD, 0)->card = *presented;
    return has_host;
}

void events_gone(const card *presented) {
    if (has_host) add(GONE, 0)->card = *presented;
}

void events_several(void) {
    if (has_host) add(MULTI, 0);
}

void events_button(uint8_t key, bool down) {
    if (has_host) add(BTN, (uint16_t)(key << 1) | down);
}

void events_gate(bool open) {
    if (has_host) add(GATE, open);
}

void events_acknowledge(uint16_t number) {
    for (uint8_t place = 0; place < count; place++) {
        if (at(place)->number == number) at(place)->kind = NONE;
    }
    while (count > 0 && at(0)->kind == NONE) drop_oldest();
}

static void write_card(const card *card) {
    uint8_t atqa[] = {(uint8_t)(card->atqa >> 8), (uint8_t)card->atqa};
    tg1_write_hex(WORD("uid"), card->bytes, card->length);
    tg1_write_hex(WORD("atqa"), atqa, 2);
    tg1_write_hex(WORD("sak"), &card->sak, 1);
}

static const char *verb_of(kind kind) {
    switch (kind) {
        case NONE: break;
        case BOOT: return WORD("BOOT");
        case CARD: return WORD("CARD");
        case GONE: return WORD("GONE");
        case MULTI: return WORD("MULTI");
        case BTN: return WORD("BTN");
        case RDR: return WORD("RDR");
        case GATE: return WORD("GATE");
        case FIRE_ALARM: return WORD("FIRE");
        case SAFE: return WORD("SAFE");
        case LOST: return WORD("LOST");
    }
    return WORD("");
}

static void write_args(const event *event) {
    switch (event->kind) {
        case NONE:
        case MULTI:
        case SAFE:
            break;
        case BOOT:
            tg1_write_number(WORD("boot"), start_number());
            tg1_write_word(WORD("rst"), start_cause());
            break;
        case CARD:
            write_card(&event->card);
            break;
        case GONE:
            tg1_write_hex(WORD("uid"), event->card.bytes, event->card.length);
            break;
        case BTN:
            tg1_write_number(WORD("k"), event->value >> 1);
            tg1_write_number(WORD("s"), event->value & 1);
            break;
        case RDR:
            tg1_write_word(WORD("s"), event->value ? WORD("ok") : WORD("dead"));
            break;
        case GATE:
        case FIRE_ALARM:
            tg1_write_number(WORD("s"), event->value);
            break;
        case LOST:
            tg1_write_number(WORD("n"), event->value);
            break;
    }
}

static void write(const event *event) {
    tg1_begin('!', event->number, verb_of(event->kind));
    write_args(event);
    tg1_end();
}

static bool is_of_a_rider(kind kind) { return kind == CARD || kind == BTN || kind == MULTI; }

// A rider does not stand there any more: what she wanted must not happen now.
static void forget_the_gone(void) {
    for (uint8_t place = 0; place < count; place++) {
        event *one = at(place);
        if (is_of_a_rider(one->kind) && clock_since(one->born) >= RIDER_STAYS_MS) one->kind = NONE;
    }
    while (count > 0 && at(0)->kind == NONE) drop_oldest();
}

static void refill(void) {
    if (tokens == BURST) refilled_at = clock_now();
    while (tokens < BURST && clock_since(refilled_at) >= GAP_MS) {
        tokens++;
        refilled_at += GAP_MS;
    }
}

// Without a host each is said once, into the blue: whoever opens the line at that moment learns of it.
static bool is_due(const event *event) {
    if (event->kind == NONE) return false;
    return !event->is_told || (has_host && clock_since(event->told_at) >= AGAIN_MS);
}

void events_step(void) {
    forget_the_gone();
    if (untold > 0 && count < DEPTH) {
        add(LOST, untold);
        untold = 0;
    }
    refill();
    for (uint8_t place = 0; place < count && tokens > 0; place++) {
        event *one = at(place);
        if (!is_due(one)) continue;
        write(one);
        one->is_told = true;
        one->told_at = clock_now();
        tokens--;
    }
}

uint8_t events_waiting(void) { return count; }
uint16_t events_lost(void) { return lost_total; }
