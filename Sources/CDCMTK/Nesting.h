// How deep a file's sequences go, found before anything recursive reads it.
#ifndef CDCMTK_NESTING_H
#define CDCMTK_NESTING_H

namespace cd {

enum class Nesting {
    bounded,
    /// Deeper than any object in use, or not to be followed.
    tooDeep,
    /// Deflated: what it holds shows only when it is unpacked.
    deflated,
    unreadable,
};

/// DCMTK 3.6.7 parses sequences by recursion without a limit: ten thousand levels, 200 kB, end the process.
Nesting nestingOfFile(const char *path);

} // namespace cd
#endif
