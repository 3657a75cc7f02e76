// Reads lines, and says of each what the board would make of it: one line a line, for the tests on the host.
//
//     ok TYPE ID VERB key=value …
//     length | checksum | form, and the id of a request that can be told to have been damaged, else 0
//
// A frame that is well formed is written again by the board's own writer: those lines begin with "= ".
#include <stdio.h>
#include <string.h>

#include "tg1.h"

void tg1_put(char byte) { putchar(byte); }

static void say_frame(const tg1_frame *frame) {
    printf("ok %c %u %s", frame->type, (unsigned)frame->id, frame->verb);
    for (uint8_t i = 0; i < frame->arg_count; i++) printf(" %s=%s", frame->args[i].key, frame->args[i].value);
    printf("\n= ");
    tg1_begin(frame->type, frame->id, frame->verb);
    for (uint8_t i = 0; i < frame->arg_count; i++) tg1_write_text(frame->args[i].key, frame->args[i].value);
    tg1_end();
}

static void say(tg1_line *line) {
    static const char *const names[] = {"ok", "length", "checksum", "form"};
    tg1_frame frame;
    tg1_verdict verdict = tg1_decode(line, &frame);
    if (verdict == TG1_OK) say_frame(&frame);
    else printf("%s %u\n", names[verdict], (unsigned)tg1_damaged_request(line));
}

int main(void) {
    static tg1_line line;
    for (int byte; (byte = getchar()) != EOF;) {
        if (tg1_push(&line, (char)byte)) say(&line);
    }
    return 0;
}
