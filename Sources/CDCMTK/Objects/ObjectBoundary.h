// The handle behind CDObject, and the boundary its functions run in.
#ifndef CDCMTK_OBJECT_BOUNDARY_H
#define CDCMTK_OBJECT_BOUNDARY_H

#include "../Boundary.h"

#include <new>
#include <vector>

#include "dcmtk/dcmdata/dctk.h"

struct CDObject {
    DcmFileFormat file;
    /// What `cd_object_code_stream` hands out.
    std::vector<Uint8> codeStream;
};

namespace cd {

/// Codecs and DCMTK's switches, once per process; nullptr, or why DCMTK cannot be used.
const char *prepareObjects();

inline cd_object_status fail(cd_object_status status, const char *text) {
    last_error() = text;
    return status;
}

/// `guarded`, with lack of memory told apart: it is the one failure that another try may mend.
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
