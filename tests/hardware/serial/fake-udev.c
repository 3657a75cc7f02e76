/*
 * Stands in for libudev in an unmodified Chromium (LD_PRELOAD), so that it lists pseudo-terminals as serial ports.
 *
 * Chromium offers a page the tty devices that udev knows and whose driver /proc/tty/drivers calls "serial"; a pty is
 * neither. Here the devices are the files of a folder, FAKE_UDEV_FOLDER. A file's lines are the device's properties,
 * KEY=VALUE as udev has them; Chromium looks at
 *
 *     DEVNAME           what it opens: a pty
 *     MAJOR, MINOR      those of a driver of type "serial"
 *     ID_VENDOR_ID, ID_MODEL_ID, ID_SERIAL_SHORT, ID_MODEL_ENC
 *
 * A file that is renamed into the folder is a plug, one that is deleted is an unplug. No other kind of device exists.
 * These are the functions that Chromium links to; what it asks of parents and of sysfs has no answer.
 */
#include <dirent.h>
#include <fcntl.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <unistd.h>

#define SYSPATH "/sys/devices/fake/tty/"

struct udev { int unused; };
struct udev_list_entry { struct udev_list_entry *next; char name[PATH_MAX]; };
/* Of which subsystems somebody wants to know; of all, unless some were named. */
struct wish { bool is_limited, has_tty; };
struct udev_enumerate { struct wish wish; struct udev_list_entry *devices; };
struct udev_monitor { struct wish wish; int inotify; };
struct udev_device { char syspath[PATH_MAX]; const char *action; char properties[4096]; };

static const char *folder(void) {
    const char *path = getenv("FAKE_UDEV_FOLDER");
    return path ? path : "/nowhere";
}

static int limit(struct wish *wish, const char *subsystem) {
    wish->is_limited = true;
    if (subsystem && strcmp(subsystem, "tty") == 0) wish->has_tty = true;
    return 0;
}

static bool wants_tty(const struct wish *wish) { return wish->has_tty || !wish->is_limited; }

static void *drop(void *thing) {
    free(thing);
    return NULL;
}

struct udev *udev_new(void) { return calloc(1, sizeof(struct udev)); }
struct udev *udev_unref(struct udev *udev) { return drop(udev); }

/* Devices. */

static struct udev_device *new_device(const char *name, const char *action) {
    struct udev_device *device = calloc(1, sizeof *device);
    snprintf(device->syspath, sizeof device->syspath, SYSPATH "%s", name);
    device->action = action;
    return device;
}

/* The lines become strings, one behind the other: what is handed out of them lives as long as the device. */
static bool read_properties(struct udev_device *device, const char *name) {
    char path[PATH_MAX];
    snprintf(path, sizeof path, "%s/%s", folder(), name);
    FILE *file = fopen(path, "r");
    if (!file) return false;
    size_t length = fread(device->properties, 1, sizeof device->properties - 2, file);
    fclose(file);
    device->properties[length] = '\0';
    for (char *end = strchr(device->properties, '\n'); end; end = strchr(end + 1, '\n')) *end = '\0';
    return true;
}

static struct udev_device *load_device(const char *name, const char *action) {
    struct udev_device *device = new_device(name, action);
    return read_properties(device, name) ? device : drop(device);
}

struct udev_device *udev_device_new_from_syspath(struct udev *udev, const char *syspath) {
    bool is_ours = strncmp(syspath, SYSPATH, strlen(SYSPATH)) == 0;
    return is_ours ? load_device(syspath + strlen(SYSPATH), NULL) : NULL;
}

struct udev_device *udev_device_unref(struct udev_device *device) { return drop(device); }

const char *udev_device_get_property_value(struct udev_device *device, const char *key) {
    size_t length = strlen(key);
    for (const char *line = device->properties; *line; line += strlen(line) + 1) {
        if (strncmp(line, key, length) == 0 && line[length] == '=') return line + length + 1;
    }
    return NULL;
}

const char *udev_device_get_syspath(struct udev_device *device) { return device->syspath; }
const char *udev_device_get_sysname(struct udev_device *device) { return device->syspath + strlen(SYSPATH); }
const char *udev_device_get_action(struct udev_device *device) { return device->action; }
const char *udev_device_get_devnode(struct udev_device *device) { return udev_device_get_property_value(device, "DEVNAME"); }
const char *udev_device_get_subsystem(struct udev_device *device) { return device ? "tty" : NULL; }

/* Enumeration. */

struct udev_enumerate *udev_enumerate_new(struct udev *udev) { return calloc(1, sizeof(struct udev_enumerate)); }

int udev_enumerate_add_match_subsystem(struct udev_enumerate *all, const char *subsystem) { return limit(&all->wish, subsystem); }

int udev_enumerate_scan_devices(struct udev_enumerate *all) {
    DIR *files = wants_tty(&all->wish) ? opendir(folder()) : NULL;
    if (!files) return 0;
    for (struct dirent *file = readdir(files); file; file = readdir(files)) {
        if (file->d_name[0] == '.') continue;
        struct udev_list_entry *entry = calloc(1, sizeof *entry);
        snprintf(entry->name, sizeof entry->name, SYSPATH "%s", file->d_name);
        entry->next = all->devices;
        all->devices = entry;
    }
    closedir(files);
    return 0;
}

struct udev_list_entry *udev_enumerate_get_list_entry(struct udev_enumerate *all) { return all->devices; }
struct udev_list_entry *udev_list_entry_get_next(struct udev_list_entry *entry) { return entry->next; }
const char *udev_list_entry_get_name(struct udev_list_entry *entry) { return entry->name; }

struct udev_enumerate *udev_enumerate_unref(struct udev_enumerate *all) {
    for (struct udev_list_entry *entry = all->devices, *next; entry; entry = next) {
        next = entry->next;
        free(entry);
    }
    return drop(all);
}

/* News of plugs and unplugs. */

struct udev_monitor *udev_monitor_new_from_netlink(struct udev *udev, const char *name) {
    struct udev_monitor *monitor = calloc(1, sizeof *monitor);
    monitor->inotify = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
    return monitor;
}

int udev_monitor_filter_add_match_subsystem_devtype(struct udev_monitor *monitor, const char *subsystem, const char *type) {
    return limit(&monitor->wish, subsystem);
}

int udev_monitor_enable_receiving(struct udev_monitor *monitor) {
    if (!wants_tty(&monitor->wish)) return 0;
    return inotify_add_watch(monitor->inotify, folder(), IN_MOVED_TO | IN_DELETE) < 0 ? -1 : 0;
}

int udev_monitor_get_fd(struct udev_monitor *monitor) { return monitor->inotify; }

/* Chromium asks once each time the descriptor is readable, so just one event may be taken: that is what comes into the
 * smallest buffer that holds any. */
struct udev_device *udev_monitor_receive_device(struct udev_monitor *monitor) {
    union { struct inotify_event event; char bytes[sizeof(struct inotify_event) + NAME_MAX + 1]; } news;
    ssize_t got = -1;
    for (size_t size = sizeof news.event; got < 0 && size <= sizeof news; size += sizeof news.event) got = read(monitor->inotify, &news, size);
    if (got <= 0 || news.event.len == 0) return NULL;
    return news.event.mask & IN_DELETE ? new_device(news.event.name, "remove") : load_device(news.event.name, "add");
}

struct udev_monitor *udev_monitor_unref(struct udev_monitor *monitor) {
    close(monitor->inotify);
    return drop(monitor);
}

/* What has no answer. */

#define NOTHING(type, name, ...) type name(__VA_ARGS__) { return NULL; }
NOTHING(const char *, udev_device_get_devtype, struct udev_device *device)
NOTHING(const char *, udev_device_get_driver, struct udev_device *device)
NOTHING(const char *, udev_device_get_sysattr_value, struct udev_device *device, const char *name)
NOTHING(struct udev_device *, udev_device_get_parent, struct udev_device *device)
NOTHING(struct udev_device *, udev_device_get_parent_with_subsystem_devtype, struct udev_device *device, const char *subsystem, const char *type)
NOTHING(struct udev_list_entry *, udev_device_get_properties_list_entry, struct udev_device *device)
NOTHING(struct udev_device *, udev_device_new_from_devnum, struct udev *udev, char type, unsigned long number)
NOTHING(struct udev_device *, udev_device_new_from_subsystem_sysname, struct udev *udev, const char *subsystem, const char *name)
