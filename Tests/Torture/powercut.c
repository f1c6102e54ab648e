/*
 * A disk that keeps only what was synced. Preloaded into the programs under test (LD_PRELOAD), it copies what fsync and
 * fdatasync are asked to make durable into the folder TORTURE_SHADOW, for files and directories below TORTURE_ROOT:
 * the bytes of a file, or the entries of a directory, under the identity of the inode. powercut.py makes the tree from
 * it that a power cut would have left. A file that was never synced is empty there; a name whose directory was not
 * synced after the rename is not there.
 *
 * A copy is taken at the call, so it may have bytes of writes that were not asked for: a disk may keep those too.
 *
 * TORTURE_FORGET makes it lie, so that a test can show that the loss is found: "all", or some of "files",
 * "directories", "logs" (the write-ahead log).
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

enum { pathLength = 4096, keyLength = 64 };

/* inode-seconds.nanoseconds of birth: file systems use inode numbers again. */
static int keyOf(int directory, const char *name, char key[keyLength], mode_t *mode) {
    struct statx status;
    int flags = AT_SYMLINK_NOFOLLOW | (*name ? 0 : AT_EMPTY_PATH);
    if (statx(directory, name, flags, STATX_BASIC_STATS | STATX_BTIME, &status) != 0) return -1;
    *mode = status.stx_mode;
    snprintf(
        key, keyLength, "%llu-%lld.%09u", (unsigned long long)status.stx_ino, (long long)status.stx_btime.tv_sec,
        status.stx_btime.tv_nsec);
    return 0;
}

static int forgets(const char *what) {
    const char *list = getenv("TORTURE_FORGET");
    return list && (strstr(list, "all") || strstr(list, what));
}

static int endsIn(const char *text, const char *end) {
    size_t length = strlen(text), tail = strlen(end);
    return length >= tail && strcmp(text + length - tail, end) == 0;
}

static int writeAll(int target, const char *bytes, size_t count) {
    while (count > 0) {
        ssize_t written = write(target, bytes, count);
        if (written < 0 && errno == EINTR) continue;
        if (written <= 0) return -1;
        bytes += written, count -= (size_t)written;
    }
    return 0;
}

/* From the descriptor itself: a close of another one would drop SQLite's locks on the file (fcntl, POSIX). */
static int copyFile(int descriptor, int target) {
    char buffer[1 << 16];
    for (off_t offset = 0;;) {
        ssize_t count = pread(descriptor, buffer, sizeof buffer, offset);
        if (count < 0 && errno == EINTR) continue;
        if (count <= 0) return (int)count;
        if (writeAll(target, buffer, (size_t)count) != 0) return -1;
        offset += count;
    }
}

/* A line for each entry: f or d, key, name. */
static int copyEntries(int descriptor, int target) {
    int again = openat(descriptor, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *directory = again < 0 ? NULL : fdopendir(again);
    if (!directory) return -1;
    int failed = 0;
    for (struct dirent *entry; (entry = readdir(directory));) {
        char key[keyLength], line[keyLength + NAME_MAX + 8];
        mode_t mode;
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0) continue;
        if (keyOf(dirfd(directory), entry->d_name, key, &mode) != 0) continue;
        int count = snprintf(line, sizeof line, "%c %s %s\n", S_ISDIR(mode) ? 'd' : 'f', key, entry->d_name);
        failed |= writeAll(target, line, (size_t)count);
    }
    closedir(directory);
    return failed;
}

/* The path if the descriptor is one of the tree under test. */
static const char *pathBelowRoot(int descriptor, char path[pathLength]) {
    const char *root = getenv("TORTURE_ROOT");
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
    ssize_t count = root ? readlink(link, path, pathLength - 1) : -1;
    if (count < 0) return NULL;
    path[count] = 0;
    size_t length = strlen(root);
    return strncmp(path, root, length) == 0 && (path[length] == '/' || path[length] == 0) ? path : NULL;
}

static int keep(int descriptor, const char *path) {
    char key[keyLength], part[pathLength], whole[pathLength], lock[pathLength];
    const char *shadow = getenv("TORTURE_SHADOW");
    mode_t mode;
    if (!shadow || keyOf(descriptor, "", key, &mode) != 0) return -1;
    if (S_ISDIR(mode) ? forgets("directories") : forgets("files") || (endsIn(path, "-wal") && forgets("logs")))
        return 0;
    snprintf(lock, sizeof lock, "%s/locks/%02x", shadow, (unsigned)(atoll(key) & 0x3f));
    snprintf(whole, sizeof whole, "%s/%s", shadow, key);
    snprintf(part, sizeof part, "%s/%s.part", shadow, key);
    int held = open(lock, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (held < 0) return -1;
    /* One copy at a time, so that an earlier one never replaces a later one. */
    while (flock(held, LOCK_EX) != 0)
        if (errno != EINTR) break;
    int target = open(part, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    int failed = target < 0 || (S_ISDIR(mode) ? copyEntries(descriptor, target) : copyFile(descriptor, target)) != 0 ||
                 rename(part, whole) != 0;
    if (target >= 0) close(target);
    close(held);
    return failed ? -1 : 0;
}

static int synced(int descriptor, const char *symbol) {
    char path[pathLength];
    if (pathBelowRoot(descriptor, path)) {
        if (keep(descriptor, path) == 0) return 0;
        fprintf(stderr, "powercut: cannot keep %s: %s\n", path, strerror(errno));
        errno = EIO;
        return -1;
    }
    int (*real)(int) = (int (*)(int))dlsym(RTLD_NEXT, symbol);
    return real(descriptor);
}

int fsync(int descriptor) { return synced(descriptor, "fsync"); }

int fdatasync(int descriptor) { return synced(descriptor, "fdatasync"); }
