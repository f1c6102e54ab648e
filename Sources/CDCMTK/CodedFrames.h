#ifndef CDCMTK_CODEDFRAMES_H
#define CDCMTK_CODEDFRAMES_H

#include "ObjectBoundary.h"

namespace cd {

/// Looks at what DCMTK's decoders trust without a check: the offsets of RLE segments and the markers before a JPEG scan.
/// `CD_OBJECT_UNDECODABLE` where they would read out of bounds or never end; other encodings are fine.
cd_object_status checkCodedFrames(CDObject &object);

} // namespace cd

#endif
