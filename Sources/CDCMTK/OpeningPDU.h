#ifndef CDCMTK_OPENINGPDU_H
#define CDCMTK_OPENINGPDU_H

#include <cstddef>
#include <vector>

namespace cd {

/// Whether every item of an A-ASSOCIATE-RQ (PS3.8 9.3.2), header and body, is within its enclosing item and no UID exceeds
/// 64 characters. DCMTK 3.6.7 also checks this, but leaks what it has read of the faulty presentation context: ten bytes
/// for each byte that the peer sent.
bool is_sound_request(const std::vector<unsigned char> &pdu);

} // namespace cd

#endif
