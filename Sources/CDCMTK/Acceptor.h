#ifndef CDCMTK_ACCEPTOR_H
#define CDCMTK_ACCEPTOR_H

#include "Connection.h"
#include "include/CDSecurity.h"

#include "dcmtk/dcmnet/assoc.h"

namespace cd {

/// Lets DCMTK read an A-ASSOCIATE-RQ from a socket that the caller accepted, up to the deadline in `state`. Takes
/// ownership of the socket whatever the outcome. `security` is NULL for a connection without TLS.
OFCondition receive_association(
    int socket, uint32_t max_pdu, const cd_security *security, int timeout,
    const std::shared_ptr<ConnectionState> &state, T_ASC_Association **association);

}  // namespace cd

#endif
