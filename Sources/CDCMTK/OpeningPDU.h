#ifndef CDCMTK_OPENINGPDU_H
#define CDCMTK_OPENINGPDU_H

#include <cstddef>
#include <vector>

namespace cd {

/// Whether each item of an A-ASSOCIATE-RQ (PS3.8 9.3.2), given with its header, is within the PDU, each sub-item of a
/// presentation context is within its context, and no name of an application context or a syntax exceeds 64 characters.
/// DCMTK 3.6.7 also checks this, but leaks what it has read of the faulty presentation context: ten bytes for each byte
/// that the peer sent. Sub-items of the user information are left to DCMTK.
bool is_sound_request(const std::vector<unsigned char> &pdu);

} // namespace cd

#endif
