// The exception boundary of the object functions, and the object's handle.
#ifndef OBJECT_BOUNDARY_H
#define OBJECT_BOUNDARY_H

#include <exception>
#include <new>
#include <string>

#include "dcmtk/dcmdata/dctk.h"
#include "include/CDObject.h"

struct CDObject {
    DcmFileFormat file;
};

namespace cd {

/// Text behind cd_object_last_error.
std::string &lastObjectError();

inline cd_object_status fail(cd_object_status status, const char *text) {
    lastObjectError() = text;
    return status;
}

/// Codecs, and the switches of DCMTK that make it keep values as they are; once per process.
void prepareObjects();

/// Runs the body of a C function; nothing it throws crosses into Swift.
template <typename Body> cd_object_status withinObjectBoundary(Body body) {
    try {
        return body();
    } catch (const std::bad_alloc &) {
        return fail(CD_OBJECT_OUT_OF_MEMORY, "out of memory");
    } catch (const std::exception &error) {
        return fail(CD_OBJECT_UNREADABLE, error.what());
    } catch (...) {
        return fail(CD_OBJECT_UNREADABLE, "unknown C++ exception");
    }
}

} // namespace cd
#endif
