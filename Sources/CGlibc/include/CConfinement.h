#ifndef CCONFINEMENT_H
#define CCONFINEMENT_H

#include <stddef.h>

/// What the kernel grants of the confinement of this process; an `errno` of 0 says that it holds.
typedef struct glibc_confinement {
    /// Why the system calls are not filtered.
    int seccomp_errno;
    /// Why Landlock does not hold.
    int landlock_errno;
} glibc_confinement;

/// Confines this process for ever to computing, reading what is open, and answering on open descriptors: seccomp allows
/// some system calls and refuses the others with EPERM; Landlock refuses every file, port and foreign process. Takes
/// what the kernel grants. The process must have one thread, because Landlock confines only the caller. It ends with the
/// thread of its parent that started it.
void glibc_confine(glibc_confinement *confinement);

/// Starts a program that has no open descriptor but these two, as standard input and error, a discarded standard
/// output, and signals as a new program has them. Returns 0, or an `errno`.
int glibc_spawn_alone(
    const char *program, char *const words[], char *const environment[], int input, int error, int *process);

/// Sends bytes and an open descriptor over a local stream socket. Returns 0, or -1.
int glibc_send_with_descriptor(int socket, const void *bytes, size_t count, int descriptor);

/// Receives bytes and the descriptor that came with them, -1 if none did. Returns how many bytes, 0 at the end, or -1.
long glibc_receive_with_descriptor(int socket, void *bytes, size_t count, int *descriptor);

#endif
