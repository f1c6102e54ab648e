#ifndef CDCMTK_CERTIFICATENAMES_H
#define CDCMTK_CERTIFICATENAMES_H

#include <openssl/ssl.h>
#include <string>
#include <vector>

namespace cd {

/// The DNS names among the subject alternative names of the peer's certificate, otherwise its common names
/// (RFC 6125 6.4.4). Empty if the peer has shown no certificate. A name with a NUL in it is left out.
std::vector<std::string> names_of(const SSL *connection);

} // namespace cd

#endif
