// The OpenSSL context behind cd_security.
#ifndef CDCMTK_SECURITY_H
#define CDCMTK_SECURITY_H

#include "CDCMTK.h"

#include <memory>
#include <openssl/ssl.h>
#include <string>

namespace cd {

struct Freeing {
    void operator()(SSL_CTX *context) const { SSL_CTX_free(context); }
    void operator()(SSL *connection) const { SSL_free(connection); }
};

/// This thread's first pending OpenSSL error, in OpenSSL's words; clears the error queue.
std::string security_failure();

} // namespace cd

struct cd_security {
    std::unique_ptr<SSL_CTX, cd::Freeing> context;
};

#endif
