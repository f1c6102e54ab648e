#ifndef CGLIBC_H
#define CGLIBC_H

#include <sys/socket.h>
#include <sys/types.h>

/// Calls of the C library that Swift's Glibc module leaves out. All set `errno`.

/// Takes the next connection from a listening socket, not to be inherited by other programs from its first moment on.
/// Returns the connected socket, or -1.
int glibc_accept(int listening_socket);

/// Starts writing a range of a file to disk and does not wait for it. Returns 0, or -1.
int glibc_begin_writeback(int descriptor, off_t offset, off_t count);

/// Sends what is too long for a datagram: as a sealed file in memory whose descriptor is the datagram. Returns 0, or -1.
int glibc_send_as_file(int socket, const struct sockaddr *address, socklen_t length, const void *bytes, size_t count);

#endif
