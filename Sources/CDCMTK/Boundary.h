#ifndef CDCMTK_BOUNDARY_H
#define CDCMTK_BOUNDARY_H

#include "CDCMTK.h"

#include <exception>
#include <string>

namespace cd {

/// The message that `cd_last_error` returns, one per thread.
std::string &last_error();

/// Runs `body`; on an exception sets this thread's last error to its text and returns `otherwise`. No C++ exception may
/// reach Swift.
template <class Result, class Body>
Result guarded(Result otherwise, Body body) noexcept {
    try {
        return body();
    } catch (const std::exception &failure) {
        try {
            last_error() = failure.what();
        } catch (...) {
        }
    } catch (...) {
        try {
            last_error() = "an exception of unknown type";
        } catch (...) {
        }
    }
    return otherwise;
}

} // namespace cd

#endif
