#include "serial.h"

#include <avr/interrupt.h>
#include <util/atomic.h>

#include "clock.h"

// Their size is that of their index, which so wraps by itself.
static volatile char inbox[256];
static volatile uint8_t in_head, in_tail;
static volatile char outbox[256];
static volatile uint8_t out_head, out_tail;
static volatile uint16_t overruns;

ISR(USART_RX_vect) {
    bool overran = UCSR0A & _BV(DOR0);
    char byte = (char)UDR0;
    uint8_t next = in_head + 1;
    if (next == in_tail || overran) overruns++;
    if (next == in_tail) return;
    inbox[in_head] = byte;
    in_head = next;
}

// On only while there is something to send.
ISR(USART_UDRE_vect) {
    UCSR0A = _BV(U2X0) | _BV(TXC0); // the latter is so cleared, and serial_flush sees the end of this byte
    UDR0 = (uint8_t)outbox[out_tail++];
    if (out_head == out_tail) UCSR0B &= ~_BV(UDRIE0);
}

void serial_start(void) {
    UCSR0A = _BV(U2X0);
    UBRR0 = 16; // 16 MHz / 8 / 17 = 117647 baud, 2.1 % fast, as every Uno's
    UCSR0C = _BV(UCSZ01) | _BV(UCSZ00);
    UCSR0B = _BV(RXCIE0) | _BV(RXEN0) | _BV(TXEN0);
}

bool serial_next(char *byte) {
    if (in_tail == in_head) return false;
    *byte = inbox[in_tail++];
    return true;
}

void serial_put(char byte) {
    uint8_t next = out_head + 1;
    while (next == out_tail) clock_rest();
    outbox[out_head] = byte;
    out_head = next;
    ATOMIC_BLOCK(ATOMIC_RESTORESTATE) { UCSR0B |= _BV(UDRIE0); }
}

void serial_flush(void) {
    while (out_head != out_tail || !(UCSR0A & _BV(TXC0))) clock_rest();
}

uint16_t serial_overruns(void) {
    uint16_t count;
    ATOMIC_BLOCK(ATOMIC_RESTORESTATE) { count = overruns; }
    return count;
}
