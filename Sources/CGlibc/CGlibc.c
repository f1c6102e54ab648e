#define _GNU_SOURCE

#include "CGlibc.h"

#include <fcntl.h>
#include <stddef.h>
#include <sys/socket.h>

int glibc_accept(int listening_socket) { return accept4(listening_socket, NULL, NULL, SOCK_CLOEXEC); }

int glibc_begin_writeback(int descriptor, off_t offset, off_t count) {
    return sync_file_range(descriptor, offset, count, SYNC_FILE_RANGE_WRITE);
}
