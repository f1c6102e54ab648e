#ifndef CDSECURITY_H
#define CDSECURITY_H

#include <stdbool.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// Certificates and rules for TLS connections after PS3.15's profile "BCP 195 RFC 8996, 9325": TLS 1.2 and 1.3, forward
/// secrecy and authenticated encryption alone; no renegotiation, no resumption. Never changes; any number of threads
/// use it.
typedef struct cd_security cd_security;

/// Reads PEM files. `certificate`, the chain with our own first, and `key` may both be NULL for one that only asks;
/// `authorities` may be NULL for one that looks at no certificate.
///
/// - An acceptor asks for the peer's certificate only where it `requires_certificate`; a requestor always verifies it.
/// - `expiry` becomes the time our certificate ends, in seconds since 1970; 0 where there is none.
///
/// NULL where a file cannot be used: `cd_last_error` tells.
cd_security *cd_security_create(
    const char *certificate, const char *key, const char *authorities, bool is_acceptor, bool requires_certificate,
    int64_t *expiry);

/// Connections that use it keep what they need.
void cd_security_destroy(cd_security *security);

#ifdef __cplusplus
}
#endif
#endif
