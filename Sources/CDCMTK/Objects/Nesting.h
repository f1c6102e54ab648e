// How deep a file's sequences go, found before anything recursive reads it.
#ifndef CDCMTK_NESTING_H
#define CDCMTK_NESTING_H

#include <cstddef>
#include <cstdint>

namespace cd {

enum class Nesting {
    bounded,
    /// Deeper than any object in use, or not to be followed.
    tooDeep,
    unreadable,
};

/// DCMTK 3.6.7 parses sequences by recursion without a limit: ten thousand levels, 200 kB, end the process.
Nesting nestingOfFile(const char *path);
/// The same of a data set in Explicit VR Little Endian in memory.
Nesting nestingOfDataSet(const uint8_t *bytes, size_t count);

} // namespace cd
#endif
