#define _GNU_SOURCE

#include "CGlibc.h"

#include <errno.h>
#include <fcntl.h>
#include <malloc.h>
#include <stddef.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/timex.h>
#include <sys/uio.h>
#include <unistd.h>

int glibc_accept(int listening_socket) { return accept4(listening_socket, NULL, NULL, SOCK_CLOEXEC); }

int glibc_begin_writeback(int descriptor, off_t offset, off_t count) {
    return sync_file_range(descriptor, offset, count, SYNC_FILE_RANGE_WRITE);
}

ssize_t glibc_read_cached(int descriptor, void *bytes, size_t count, off_t offset) {
    struct iovec place = {.iov_base = bytes, .iov_len = count};
    return preadv2(descriptor, &place, 1, offset, RWF_NOWAIT);
}

static int send_descriptor(int socket, const struct sockaddr *address, socklen_t length, int descriptor) {
    union {
        struct cmsghdr header;
        char bytes[CMSG_SPACE(sizeof(int))];
    } control;
    memset(&control, 0, sizeof control);
    struct msghdr message = {
        .msg_name = (void *)address,
        .msg_namelen = length,
        .msg_control = &control,
        .msg_controllen = sizeof control,
    };
    struct cmsghdr *header = CMSG_FIRSTHDR(&message);
    header->cmsg_level = SOL_SOCKET;
    header->cmsg_type = SCM_RIGHTS;
    header->cmsg_len = CMSG_LEN(sizeof(int));
    memcpy(CMSG_DATA(header), &descriptor, sizeof descriptor);
    return sendmsg(socket, &message, MSG_NOSIGNAL) < 0 ? -1 : 0;
}

int glibc_send_as_file(int socket, const struct sockaddr *address, socklen_t length, const void *bytes, size_t count) {
    int descriptor = memfd_create("message", MFD_CLOEXEC | MFD_ALLOW_SEALING);
    if (descriptor < 0) return -1;
    int result = -1;
    size_t written = 0;
    while (written < count) {
        ssize_t step = write(descriptor, (const char *)bytes + written, count - written);
        if (step < 0 && errno == EINTR) continue;
        if (step <= 0) break;
        written += (size_t)step;
    }
    if (written == count &&
        fcntl(descriptor, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE | F_SEAL_SEAL) == 0)
        result = send_descriptor(socket, address, length, descriptor);
    int code = errno;
    close(descriptor);
    errno = code;
    return result;
}

int glibc_peer_user(int socket, uint32_t *user) {
    struct ucred credentials;
    socklen_t length = sizeof credentials;
    if (getsockopt(socket, SOL_SOCKET, SO_PEERCRED, &credentials, &length) < 0) return -1;
    *user = credentials.uid;
    return 0;
}

int glibc_clock_is_synchronized(void) {
    struct timex time = {0};
    int state = adjtimex(&time);
    return state < 0 ? -1 : state != TIME_ERROR && !(time.status & STA_UNSYNC);
}

void glibc_keep_freed(int block, int arena, int arenas) {
    mallopt(M_MMAP_THRESHOLD, block);
    mallopt(M_TRIM_THRESHOLD, arena);
    mallopt(M_ARENA_MAX, arenas);
}
