// The handle behind CDObject, and the exception boundary of its functions.
#ifndef CDCMTK_OBJECT_BOUNDARY_H
#define CDCMTK_OBJECT_BOUNDARY_H

#include "../Boundary.h"
#include "PixelElement.h"

#include <new>

#include "dcmtk/dcmdata/dctk.h"

struct CDObject {
    DcmFileFormat file;
    cd::PixelElement pixels;
};

namespace cd {

/// Sets up the codecs and DCMTK's switches, once per process. Returns nullptr, or why DCMTK cannot be used.
const char *prepareObjects();

inline cd_object_status fail(cd_object_status status, const char *text) {
    last_error() = text;
    return status;
}

/// Like `guarded`, but distinguishes running out of memory, the only failure that a retry may cure.
template <typename Body>
cd_object_status guardedObject(Body body) {
    return guarded(CD_OBJECT_UNREADABLE, [&] {
        try {
            return body();
        } catch (const std::bad_alloc &) {
            return fail(CD_OBJECT_OUT_OF_MEMORY, "out of memory");
        }
    });
}

inline DcmItem *dcm(CDItem *item) { return reinterpret_cast<DcmItem *>(item); }
inline CDItem *borrowed(DcmItem *item) { return reinterpret_cast<CDItem *>(item); }

} // namespace cd
#endif
