/* A disk that fails on command and tells what was written: preloaded into the servers, it stands between SQLite and the kernel.
 *
 * CHAOS_DISK names the database file; it and its -wal and -journal are watched, everything else passes untouched.
 * CHAOS_SWITCH names a file whose first byte says what the disk does: 0 works, 1 is full, 2 fails on writing, 3 fails on syncing.
 * CHAOS_RECORD names a log of every change in order. A sync is noted when it begins and when it has ended, since only what was
 * written before it began is certain afterwards.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/uio.h>
#include <unistd.h>

enum { MOST_FILES = 1024, WORKS = 0, FULL = 1, NO_WRITE = 2, NO_SYNC = 3 };
static const char *ends[] = {"", "-wal", "-journal"};
static signed char watched[MOST_FILES]; /* 0: not ours, else the file's number + 1 */
static volatile unsigned char *control;
static int record = -1;
static uint64_t syncs;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

struct __attribute__((packed)) entry { char op; uint8_t file; uint32_t size; uint64_t at; };

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

__attribute__((constructor)) static void start(void) {
    const char *path = getenv("CHAOS_SWITCH");
    int fd = path ? REAL(open)(path, O_RDWR) : -1;
    if (fd >= 0) {
        void *map = mmap(NULL, 64, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
        control = map == MAP_FAILED ? NULL : map;
        close(fd);
    }
    if ((path = getenv("CHAOS_RECORD"))) record = REAL(open)(path, O_WRONLY | O_APPEND | O_CREAT, 0600);
}

static int number_of(const char *path) {
    const char *disk = getenv("CHAOS_DISK");
    size_t length = disk ? strlen(disk) : 0;
    if (!length || strncmp(path, disk, length)) return 0;
    for (int n = 0; n < 3; n++)
        if (!strcmp(path + length, ends[n])) return n + 1;
    return 0;
}

static int file_of(int fd) { return fd >= 0 && fd < MOST_FILES ? watched[fd] : 0; }

static void note(char op, int file, uint64_t at, const void *data, size_t size) {
    if (record < 0) return;
    struct entry entry = {op, (uint8_t)(file - 1), (uint32_t)size, at};
    struct iovec parts[] = {{&entry, sizeof entry}, {(void *)data, size}};
    pthread_mutex_lock(&lock);
    if (writev(record, parts, data ? 2 : 1) < 0) abort();
    pthread_mutex_unlock(&lock);
}

static int opened(const char *path, int fd) {
    int kept = errno, file = number_of(path);
    if (fd >= 0 && fd < MOST_FILES) watched[fd] = (signed char)file;
    errno = kept;
    return fd;
}

#define OPEN(name)                                                   \
    int name(const char *path, int flags, ...) {                     \
        va_list rest;                                                \
        va_start(rest, flags);                                       \
        mode_t mode = flags & O_CREAT ? va_arg(rest, mode_t) : 0;    \
        va_end(rest);                                                \
        return opened(path, REAL(name)(path, flags, mode));          \
    }
OPEN(open)
OPEN(open64)

int close(int fd) {
    if (fd >= 0 && fd < MOST_FILES) watched[fd] = 0;
    return REAL(close)(fd);
}

static int fails(void) {
    int now = control ? *control : WORKS;
    if (now != FULL && now != NO_WRITE) return 0;
    errno = now == FULL ? ENOSPC : EIO;
    return 1;
}

#define PWRITE(name, offset)                                               \
    ssize_t name(int fd, const void *data, size_t size, offset at) {       \
        int file = file_of(fd);                                            \
        if (file && fails()) return -1;                                    \
        if (file) note('W', file, (uint64_t)at, data, size);               \
        return REAL(name)(fd, data, size, at);                             \
    }
PWRITE(pwrite, off_t)
PWRITE(pwrite64, off64_t)

#define TRUNCATE(name, offset)                                 \
    int name(int fd, offset size) {                            \
        int file = file_of(fd);                                \
        if (file) note('T', file, (uint64_t)size, NULL, 0);    \
        return REAL(name)(fd, size);                           \
    }
TRUNCATE(ftruncate, off_t)
TRUNCATE(ftruncate64, off64_t)

#define SYNC(name)                                                        \
    int name(int fd) {                                                    \
        int file = file_of(fd);                                           \
        if (!file) return REAL(name)(fd);                                 \
        if (control && *control == NO_SYNC) return errno = EIO, -1;       \
        uint64_t which = (uint64_t)getpid() << 32 | __atomic_fetch_add(&syncs, 1, __ATOMIC_RELAXED); \
        note('B', file, which, NULL, 0);                                  \
        int done = REAL(name)(fd);                                        \
        if (!done) note('S', file, which, NULL, 0);                       \
        return done;                                                      \
    }
SYNC(fsync)
SYNC(fdatasync)

int unlink(const char *path) {
    int file = number_of(path);
    if (file) note('U', file, 0, NULL, 0);
    return REAL(unlink)(path);
}
