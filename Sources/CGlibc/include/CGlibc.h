#ifndef CGLIBC_H
#define CGLIBC_H

#include <stdint.h>
#include <sys/socket.h>
#include <sys/types.h>

#include "CConfinement.h"

/// Calls of the C library that Swift's Glibc module leaves out. All set `errno`.

/// Accepts the next connection from a listening socket, with close-on-exec set atomically.
/// Returns the connected socket, or -1.
int glibc_accept(int listening_socket);

/// Starts writing a range of a file to disk without waiting for it. Returns 0, or -1.
int glibc_begin_writeback(int descriptor, off_t offset, off_t count);

/// Reads what is in memory of a range of a file, without waiting for the disk. Returns the number of bytes, or -1: with
/// EAGAIN if the first of them is not in memory, and with EOPNOTSUPP if the file system cannot tell.
ssize_t glibc_read_cached(int descriptor, void *bytes, size_t count, off_t offset);

/// Sends a message that is too long for a datagram: passes the descriptor of a sealed memory file. Returns 0, or -1.
int glibc_send_as_file(int socket, const struct sockaddr *address, socklen_t length, const void *bytes, size_t count);

/// Tells which user was at the other end of a connected Unix socket when it connected (SO_PEERCRED). Returns 0, or -1.
int glibc_peer_user(int socket, uint32_t *user);

/// Tells whether the kernel was told that its clock is synchronized (adjtimex(2)). Returns 1 or 0, or -1.
int glibc_clock_is_synchronized(void);

/// Bounds what is kept of freed memory. Blocks of `block` bytes and more come from the system, and go back as soon as they are
/// freed; without it, glibc takes freed blocks for a sign that others of their size will follow, and keeps those. Smaller ones are
/// kept until `arena` bytes at the end of an arena are free. Threads share this number of arenas.
void glibc_keep_freed(int block, int arena, int arenas);

#endif
