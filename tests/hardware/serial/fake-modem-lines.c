/*
 * Gives a pty the control lines of a serial port, for a program that is given this library by LD_PRELOAD.
 *
 * A pty has no DTR, RTS, CTS, DSR; the kernel refuses to tell or set them. Here RTS and DTR are as they were set, CTS and
 * DSR follow them, and each change of DTR is written to the file FAKE_DTR_FILE, "1" or "0" a line: an Uno's reset hangs
 * on it. Opening a serial port raises DTR; Chromium claims the port right after it has opened it (TIOCEXCL), and that is
 * where it can be seen here.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <unistd.h>

static int set_lines;

static void tell_dtr(bool raised) {
    const char *path = getenv("FAKE_DTR_FILE");
    int file = path ? open(path, O_WRONLY | O_APPEND | O_CLOEXEC) : -1;
    if (file < 0) return;
    if (write(file, raised ? "1\n" : "0\n", 2) < 0) perror(path);
    close(file);
}

static int turn(int lines) {
    bool changes = (lines ^ set_lines) & TIOCM_DTR;
    set_lines = lines & (TIOCM_DTR | TIOCM_RTS);
    if (changes) tell_dtr(lines & TIOCM_DTR);
    return 0;
}

static int answer(unsigned long request, int *lines) {
    if (request == TIOCMSET) return turn(*lines);
    if (request == TIOCMBIS) return turn(set_lines | *lines);
    if (request == TIOCMBIC) return turn(set_lines & ~*lines);
    *lines = set_lines;
    if (set_lines & TIOCM_RTS) *lines |= TIOCM_CTS;
    if (set_lines & TIOCM_DTR) *lines |= TIOCM_DSR | TIOCM_CAR;
    return 0;
}

static bool is_about_lines(unsigned long request) {
    return request == TIOCMGET || request == TIOCMSET || request == TIOCMBIS || request == TIOCMBIC;
}

int ioctl(int fd, unsigned long request, ...) {
    va_list rest;
    va_start(rest, request);
    void *argument = va_arg(rest, void *);
    va_end(rest);
    if (is_about_lines(request) && isatty(fd)) return answer(request, argument);
    int outcome = (int)syscall(SYS_ioctl, fd, request, argument);
    if (request == TIOCEXCL && outcome == 0) {
        set_lines = 0;
        turn(TIOCM_DTR | TIOCM_RTS);
    }
    return outcome;
}
