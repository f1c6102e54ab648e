#ifndef CDCMTK_CODEDFRAMES_H
#define CDCMTK_CODEDFRAMES_H

#include "ObjectBoundary.h"

namespace cd {

/// Checks what DCMTK's decoders trust: the offsets of RLE segments and the markers before a JPEG scan. Returns
/// `CD_OBJECT_UNDECODABLE` if they would read out of bounds or never end; other encodings pass.
cd_object_status checkCodedFrames(CDObject &object);

} // namespace cd

#endif
