// How deep a file's sequences nest, found before a recursive parser reads it.
#ifndef CDCMTK_NESTING_H
#define CDCMTK_NESTING_H

#include <cstddef>
#include <cstdint>

namespace cd {

enum class Nesting {
    bounded,
    /// Deeper than any object in use, or malformed.
    tooDeep,
    unreadable,
};

/// Measures a file. DCMTK 3.6.7 parses sequences by unlimited recursion: ten thousand levels (200 kB) crash the process.
Nesting nestingOfFile(const char *path);
/// Measures a data set in Explicit VR Little Endian in memory.
Nesting nestingOfDataSet(const uint8_t *bytes, size_t count);

} // namespace cd
#endif
