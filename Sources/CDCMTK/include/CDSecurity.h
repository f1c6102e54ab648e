#ifndef CDSECURITY_H
#define CDSECURITY_H

#include <stdbool.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// Certificates and rules for TLS connections that follow PS3.15's profile "BCP 195 RFC 8996, 9325": TLS 1.2 and 1.3,
/// only with forward secrecy and authenticated encryption; no renegotiation, no resumption. Immutable; any number of
/// threads may use it.
typedef struct cd_security cd_security;

/// Reads PEM files. `certificate` (the chain, our own first) and `key` may both be NULL for a requestor; `authorities`
/// may be NULL if no peer certificate is checked.
///
/// - An acceptor asks for the peer's certificate only if it `requires_certificate`; a requestor always verifies it.
/// - `expiry` is set to the time our certificate expires, in seconds since 1970; 0 without a certificate.
///
/// Returns NULL if a file cannot be used; `cd_last_error` has the reason.
cd_security *cd_security_create(
    const char *certificate, const char *key, const char *authorities, bool is_acceptor, bool requires_certificate,
    int64_t *expiry);

/// Frees it. Connections that use it stay valid.
void cd_security_destroy(cd_security *security);

#ifdef __cplusplus
}
#endif
#endif
