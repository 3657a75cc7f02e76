// The card reader chip, an NXP MFRC522 (data sheet MFRC522 rev. 3.9, sections 8 to 10), and ISO/IEC 14443-3 type A over it.
#ifndef MFRC522_H
#define MFRC522_H

#include <stdbool.h>

#include "events.h"

typedef enum {
    MFRC522_NO_CARD,
    MFRC522_ONE_CARD,
    MFRC522_SEVERAL_CARDS,
} mfrc522_found;

// The pins, and the chip by its reset line. False if no chip answers.
bool mfrc522_start(void);

// Sets the chip up anew without touching its reset line. False if no chip answers.
bool mfrc522_restart(void);

// Whether the chip answers and still is as it was set up: one that fell asleep in a voltage dip has its field off.
bool mfrc522_is_well(void);

// Looks for a card; takes at most 40 ms, mostly 5. A card that it read is put to rest, and answers again the next time.
mfrc522_found mfrc522_scan(card *found);

#endif
