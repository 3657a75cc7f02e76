#include "store.h"

#include <avr/eeprom.h>
#include <string.h>

// A cell bears 100,000 writings. A reset loop of one start a second would wear one out in a day, 64 of them in 74.
enum { CELLS = 64, EMPTY = 0xFFFF, LAST = 65535 };

static uint16_t EEMEM starts[CELLS];
static char EEMEM id[STORE_LONGEST_ID + 1];
static uint8_t EEMEM id_sum;

static uint8_t sum_of(const char *name) {
    uint8_t sum = 0x5A;
    for (; *name; name++) sum = (uint8_t)(sum * 31 + (uint8_t)*name);
    return sum;
}

static uint16_t read_cell(uint8_t cell) { return eeprom_read_word(&starts[cell]); }

static uint16_t after(uint16_t count) { return count == LAST - 1 ? 1 : count + 1; }

uint16_t store_count_start(void) {
    // Each start is written into the cell after the last one's: the last is where the counting breaks off.
    uint8_t last = 0;
    while (last < CELLS - 1 && read_cell(last) != EMPTY && read_cell(last + 1) == after(read_cell(last))) last++;
    uint16_t count = read_cell(last);
    bool is_first = count == EMPTY || count == 0;
    uint16_t next = is_first ? 1 : after(count);
    eeprom_update_word(&starts[is_first ? 0 : (last + 1) % CELLS], next);
    return next;
}

static bool is_name(const char *name) {
    uint8_t length = 0;
    for (; *name; name++, length++) {
        char c = *name;
        bool is_letter = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
        if (!is_letter && !(c >= '0' && c <= '9') && c != '-') return false;
    }
    return length > 0 && length <= STORE_LONGEST_ID;
}

// A board that had another program, or a power cut while it was named, may hold anything: that is no name.
void store_read_id(char *name) {
    eeprom_read_block(name, id, STORE_LONGEST_ID + 1);
    name[STORE_LONGEST_ID] = '\0';
    if (!is_name(name) || eeprom_read_byte(&id_sum) != sum_of(name)) strcpy(name, "-");
}

bool store_give_id(const char *name) {
    char present[STORE_LONGEST_ID + 1];
    if (!is_name(name)) return false;
    store_read_id(present);
    if (strcmp(present, name) == 0) return true;
    if (strcmp(present, "-") != 0) return false;
    eeprom_update_block(name, id, strlen(name) + 1);
    eeprom_update_byte(&id_sum, sum_of(name));
    return true;
}
