// What the board tells of its own accord: numbered, kept until the host has acknowledged it, told again every 300 ms.
#ifndef EVENTS_H
#define EVENTS_H

#include <stdbool.h>
#include <stdint.h>

enum { EVENTS_LONGEST_UID = 10 };

typedef struct {
    uint8_t bytes[EVENTS_LONGEST_UID];
    uint8_t length; // 4, 7 or 10
    uint16_t atqa;
    uint8_t sak;
} card;

// Only with a host are cards and buttons anybody's business: without one they are not told.
void events_set_host(bool is_there);

void events_boot(void);
bool events_card(const card *presented); // false if there is nobody to be told
void events_gone(const card *presented);
void events_several(void);
void events_button(uint8_t key, bool down);
void events_reader(bool works);
void events_gate(bool open);
void events_fire(bool alarm);
void events_safe(void);

void events_acknowledge(uint16_t number);

// Tells what is due, at most 20 in any second.
void events_step(void);

uint8_t events_waiting(void);
uint16_t events_lost(void);

#endif
