#ifndef CDCMTK_OPENINGPDU_H
#define CDCMTK_OPENINGPDU_H

#include <cstddef>
#include <vector>

namespace cd {

/// Whether an A-ASSOCIATE-RQ (PS3.8 9.3.2), header and body, has every item within the one around it and no identifier
/// longer than 64 characters. DCMTK 3.6.7 finds that out too, but never frees what it has read of the presentation context
/// at fault: ten bytes for each byte that the peer sent.
bool is_sound_request(const std::vector<unsigned char> &pdu);

} // namespace cd

#endif
