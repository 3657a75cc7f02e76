/*
 * Gives a pty the control lines of a serial port, for a program that is given this library by LD_PRELOAD.
 *
 * A pty has no DTR, RTS, CTS, DSR; the kernel refuses to tell or set them. Here RTS and DTR are as they were set, CTS and
 * DSR follow them, and each change of DTR is written to the file FAKE_DTR_FILE, "1 /dev/pts/3" or "0 /dev/pts/3" a line:
 * an Uno's reset hangs on it. Opening a serial port raises DTR; Chromium claims the port right after it has opened it (TIOCEXCL), and that is
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

#define MOST_FILES 1024

static int set_lines[MOST_FILES];

static void tell_dtr(int fd, bool raised) {
    const char *path = getenv("FAKE_DTR_FILE");
    int file = path ? open(path, O_WRONLY | O_APPEND | O_CLOEXEC) : -1;
    char name[64], line[80];
    if (file < 0) return;
    if (ttyname_r(fd, name, sizeof name) == 0) {
        int length = snprintf(line, sizeof line, "%d %s\n", raised, name);
        if (write(file, line, (size_t)length) < 0) perror(path);
    }
    close(file);
}

static int turn(int fd, int lines) {
    bool changes = (lines ^ set_lines[fd]) & TIOCM_DTR;
    set_lines[fd] = lines & (TIOCM_DTR | TIOCM_RTS);
    if (changes) tell_dtr(fd, lines & TIOCM_DTR);
    return 0;
}

static int answer(int fd, unsigned long request, int *lines) {
    if (request == TIOCMSET) return turn(fd, *lines);
    if (request == TIOCMBIS) return turn(fd, set_lines[fd] | *lines);
    if (request == TIOCMBIC) return turn(fd, set_lines[fd] & ~*lines);
    *lines = set_lines[fd];
    if (set_lines[fd] & TIOCM_RTS) *lines |= TIOCM_CTS;
    if (set_lines[fd] & TIOCM_DTR) *lines |= TIOCM_DSR | TIOCM_CAR;
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
    bool is_ours = fd >= 0 && fd < MOST_FILES && isatty(fd);
    if (is_ours && is_about_lines(request)) return answer(fd, request, argument);
    int outcome = (int)syscall(SYS_ioctl, fd, request, argument);
    if (is_ours && request == TIOCEXCL && outcome == 0) {
        set_lines[fd] = 0;
        turn(fd, TIOCM_DTR | TIOCM_RTS);
    }
    return outcome;
}
