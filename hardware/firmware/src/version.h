#ifndef VERSION_H
#define VERSION_H

#define FIRMWARE_VERSION "1.0.0"

enum { PROTOCOL_VERSION = 1 };

#endif
