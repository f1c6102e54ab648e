#ifndef CDSTREAM_H
#define CDSTREAM_H

#include "CDAssociation.h"
#include "CDSecurity.h"

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// A one-way TLS connection, as syslog uses it (RFC 5425): we write, the peer sends nothing. Used by one thread at a
/// time. Every timeout is in milliseconds, for the whole call. If a call does not return `CD_DONE`, `cd_last_error` has
/// the reason and the connection must not be used again.
typedef struct cd_stream cd_stream;

/// Connects to a host by its name or numeric address, which its certificate must contain. The timeout starts after the
/// name has been looked up.
cd_outcome cd_stream_open(
    const char *host, const char *port, const cd_security *security, int timeout, cd_stream **opened);

cd_outcome cd_stream_write(cd_stream *stream, const void *bytes, size_t count, int timeout);

/// Waits until the peer's machine has acknowledged everything written. Returns `CD_CLOSED` if the peer has closed.
cd_outcome cd_stream_flush(cd_stream *stream, int timeout);

/// Ends TLS with a close notification and closes the connection.
void cd_stream_destroy(cd_stream *stream);

#ifdef __cplusplus
}
#endif
#endif
