#ifndef CDCMTK_BOUNDARY_H
#define CDCMTK_BOUNDARY_H

#include "CDCMTK.h"

#include <exception>
#include <string>

namespace cd {

/// The message `cd_last_error` hands out, one per thread.
std::string &last_error();

/// Runs `body` and turns an exception into `otherwise` with the exception's text as this thread's last error:
/// nothing thrown in C++ may reach Swift.
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

}  // namespace cd

#endif
