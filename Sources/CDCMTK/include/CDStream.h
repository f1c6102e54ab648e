#ifndef CDSTREAM_H
#define CDSTREAM_H

#include "CDAssociation.h"
#include "CDSecurity.h"

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// A TLS connection on which we write and the peer says nothing, as syslog has it (RFC 5425). Used by one thread at a
/// time. Every timeout is in milliseconds, for the whole call; where a call does not end with `CD_DONE`, `cd_last_error`
/// tells and the connection is of no more use.
typedef struct cd_stream cd_stream;

/// Connects to a host by its name or numeric address, which has to be in its certificate. The name is looked up before
/// the timeout counts.
cd_outcome cd_stream_open(
    const char *host, const char *port, const cd_security *security, int timeout, cd_stream **opened);

cd_outcome cd_stream_write(cd_stream *stream, const void *bytes, size_t count, int timeout);

/// Waits until the peer's machine has acknowledged all that was written. `CD_CLOSED` where the peer has hung up.
cd_outcome cd_stream_flush(cd_stream *stream, int timeout);

/// Ends TLS in order and closes.
void cd_stream_destroy(cd_stream *stream);

#ifdef __cplusplus
}
#endif
#endif
