#ifndef CDCMTK_ACCEPTOR_H
#define CDCMTK_ACCEPTOR_H

#include "Connection.h"

#include "dcmtk/dcmnet/assoc.h"

namespace cd {

/// Lets DCMTK read an A-ASSOCIATE-RQ from a socket somebody else accepted. Owns the socket whatever the outcome; sets
/// `connection` as soon as there is one, which the association then owns.
OFCondition receive_association(
    int socket, uint32_t max_pdu, int timeout, T_ASC_Association **association, Connection **connection);

}  // namespace cd

#endif
