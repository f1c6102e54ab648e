// From the character sets of DICOM (PS3.3 C.12.1.1.2) to UTF-8.
#ifndef CHARACTER_SET_H
#define CHARACTER_SET_H

#include "dcmtk/dcmdata/dctk.h"

namespace cd {

/// Converts a text value from `characterSet`, the value of Specific Character Set (0008,0005).
OFCondition toUnicode(const char *text, size_t size, const OFString &characterSet, DcmEVR vr, OFString &unicode);

} // namespace cd
#endif
