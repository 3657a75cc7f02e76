#include "reader.h"

#include <string.h>

#include "clock.h"
#include "events.h"
#include "mfrc522.h"

enum {
    SCAN_EVERY_MS = 60,
    // A card at the edge of the field comes and goes: back within this time it never was away.
    PRESENTATION_ENDS_MS = 1500,
    CHECK_EVERY_MS = 1000,
    RENEW_EVERY_MS = 60000, // some chips go deaf after weeks, and say nothing of it
    PATIENCE = 3,
};

static struct {
    card card;
    bool is_there;
    bool is_told; // once, though its host may go and come back meanwhile
    uint32_t seen_at;
} presented;

static struct {
    bool is_there;
    uint32_t seen_at;
} several;

static uint32_t scanned_at, checked_at, renewed_at;
static uint8_t failures;
static bool is_told_dead;
static unsigned repairs;

void reader_start(void) {
    failures = mfrc522_start() ? 0 : 1;
    renewed_at = checked_at = clock_now();
}

bool reader_works(void) { return !is_told_dead; }
unsigned reader_repairs(void) { return repairs; }

static bool is_same(const card *one, const card *other) {
    return one->length == other->length && memcmp(one->bytes, other->bytes, one->length) == 0;
}

static void end_presentation(void) {
    if (!presented.is_there) return;
    presented.is_there = false;
    if (presented.is_told) events_gone(&presented.card);
}

static void see_one(const card *found) {
    if (!presented.is_there || !is_same(&presented.card, found)) {
        end_presentation();
        presented.card = *found;
        presented.is_there = true;
        presented.is_told = false;
    }
    // One that was there before the host is still held up when it comes.
    if (!presented.is_told) presented.is_told = events_card(found);
    presented.seen_at = clock_now();
}

// The card that was there may be among them: its presentation goes on.
static void see_several(void) {
    if (!several.is_there) events_several();
    several.is_there = true;
    several.seen_at = presented.seen_at = clock_now();
}

static void see(mfrc522_found what, const card *found) {
    if (what == MFRC522_ONE_CARD) see_one(found);
    if (what == MFRC522_SEVERAL_CARDS) see_several();
    if (clock_since(several.seen_at) >= PRESENTATION_ENDS_MS) several.is_there = false;
    if (clock_since(presented.seen_at) >= PRESENTATION_ENDS_MS) end_presentation();
}

static void scan(void) {
    card found;
    scanned_at = clock_now();
    see(mfrc522_scan(&found), &found);
}

static void set_dead(bool dead) {
    if (dead == is_told_dead) return;
    is_told_dead = dead;
    events_reader(!dead);
}

// First by a command; when that does not help by the reset line, again and again.
static void repair(void) {
    repairs++;
    bool works = failures < PATIENCE ? mfrc522_restart() : mfrc522_start();
    if (works) failures = 0;
    else if (failures < PATIENCE) failures++;
    set_dead(failures == PATIENCE);
    renewed_at = clock_now();
}

static bool is_idle(void) { return !presented.is_there && !several.is_there; }

static void renew(void) {
    renewed_at = clock_now();
    if (!mfrc522_restart()) failures = 1;
}

static void check(void) {
    checked_at = clock_now();
    if (failures > 0 || !mfrc522_is_well()) repair();
    else if (is_idle() && clock_since(renewed_at) >= RENEW_EVERY_MS) renew();
}

void reader_step(void) {
    if (clock_since(checked_at) >= CHECK_EVERY_MS) check();
    if (failures == 0 && clock_since(scanned_at) >= SCAN_EVERY_MS) scan();
}
