#include "Nesting.h"

#include <cstdint>
#include <cstring>
#include <string_view>
#include <vector>

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

namespace {

/// Every level needs an item: with fewer item tags than this no nesting is dangerous, whatever the structure.
constexpr size_t harmlessItems = 1000;
constexpr size_t depthLimit = 64;
constexpr uint32_t undefinedLength = 0xFFFFFFFF;

struct Bytes {
    const uint8_t *start;
    size_t count;
    bool isBigEndian;

    uint16_t word(size_t at) const {
        return isBigEndian ? uint16_t(start[at] << 8 | start[at + 1]) : uint16_t(start[at + 1] << 8 | start[at]);
    }
    uint32_t tag(size_t at) const { return uint32_t(word(at)) << 16 | word(at + 2); }
    uint32_t length(size_t at) const { return isBigEndian ? tag(at) : uint32_t(word(at + 2)) << 16 | word(at); }
    bool isText(size_t at, const char *text) const { return std::memcmp(start + at, text, 2) == 0; }
};

/// Counts the item tags (FFFE,E000) in either byte order, wherever they are.
size_t itemTags(const Bytes &bytes) {
    size_t found = 0;
    const uint8_t *at = bytes.start;
    const uint8_t *end = bytes.start + bytes.count;
    while ((at = static_cast<const uint8_t *>(memchr(at, 0xE0, size_t(end - at))))) {
        const bool isLittle = at - bytes.start >= 3 && std::memcmp(at - 3, "\xFE\xFF\x00", 3) == 0;
        const bool isBig = at - bytes.start >= 2 && end - at >= 2 && std::memcmp(at - 2, "\xFF\xFE\xE0", 4) == 0;
        if (isLittle || isBig) ++found;
        if (++at == end) break;
    }
    return found;
}

/// Follows the structure by lengths and delimiters, in one loop; returns false if it is too deep or malformed.
bool isShallow(const Bytes &bytes, size_t offset, bool isExplicit) {
    struct Level {
        size_t end;
        bool isExplicit;
        bool isFragments;
    };
    std::vector<Level> levels{{bytes.count, isExplicit, false}};
    while (true) {
        while (levels.size() > 1 && levels.back().end == offset) levels.pop_back();
        const Level level = levels.back();
        if (offset >= level.end) return offset == level.end;
        if (level.end - offset < 8) return false;
        const uint32_t tag = bytes.tag(offset);
        uint32_t length = bytes.length(offset + 4);
        size_t value = offset + 8;
        bool mayHoldItems = true;
        bool holdsImplicit = false;
        bool isPixels = tag == 0x7FE00010;
        if (tag == 0xFFFEE00D || tag == 0xFFFEE0DD) {
            if (levels.size() == 1) return false;
            levels.pop_back();
            offset = value;
            continue;
        }
        const bool isItem = tag == 0xFFFEE000;
        if (!isItem && level.isExplicit) {
            bool isLong = false;
            for (const char *vr : {"OB", "OD", "OF", "OL", "OV", "OW", "SQ", "SV", "UC", "UN", "UR", "UT", "UV"})
                isLong = isLong || bytes.isText(offset + 4, vr);
            mayHoldItems = bytes.isText(offset + 4, "SQ") || bytes.isText(offset + 4, "UN");
            holdsImplicit = bytes.isText(offset + 4, "UN");
            isPixels = isPixels || bytes.isText(offset + 4, "OB") || bytes.isText(offset + 4, "OW");
            if (isLong) {
                if (level.end - offset < 12) return false;
                length = bytes.length(offset + 8);
                value = offset + 12;
            } else {
                length = bytes.word(offset + 6);
            }
        }
        const bool isUndefined = length == undefinedLength;
        if (!isUndefined && length > level.end - value) return false;
        // In implicit VR, a value of known length that begins with an item may be a sequence.
        const bool startsWithItem = length >= 8 && level.end - value >= 8 && bytes.tag(value) == 0xFFFEE000;
        const bool isEntered = isItem ? !level.isFragments : isUndefined || (mayHoldItems && startsWithItem);
        if (!isEntered) {
            if (isUndefined) return false;
            offset = value + length;
            continue;
        }
        // Each sequence takes two levels: itself and its item.
        if (levels.size() > 2 * depthLimit) return false;
        levels.push_back(
            {isUndefined ? level.end : value + length, level.isExplicit && !holdsImplicit,
             !isItem && isPixels && isUndefined});
        offset = value;
    }
}

bool isShallow(Bytes bytes) {
    size_t offset = 0;
    std::string_view syntax;
    if (bytes.count > 132 && std::memcmp(bytes.start + 128, "DICM", 4) == 0) {
        offset = 132;
        while (bytes.count - offset >= 12 && bytes.word(offset) == 0x0002) {
            const bool isLong = bytes.isText(offset + 4, "OB");
            const size_t value = offset + (isLong ? 12 : 8);
            const size_t length = isLong ? bytes.length(offset + 8) : bytes.word(offset + 6);
            if (length > bytes.count - value) return false;
            if (bytes.tag(offset) == 0x00020010) syntax = {reinterpret_cast<const char *>(bytes.start) + value, length};
            offset = value + length;
        }
    }
    while (!syntax.empty() && (syntax.back() == '\0' || syntax.back() == ' ')) syntax.remove_suffix(1);
    if (syntax.empty() && bytes.count >= offset + 8) {
        // Without file meta information: look for the letters of a VR, and for the byte that holds a small group number.
        const uint8_t *first = bytes.start + offset;
        bytes.isBigEndian = first[0] == 0 && first[1] != 0;
        const bool isExplicit = first[4] >= 'A' && first[4] <= 'Z' && first[5] >= 'A' && first[5] <= 'Z';
        return isShallow(bytes, offset, isExplicit);
    }
    bytes.isBigEndian = syntax == "1.2.840.10008.1.2.2";
    return isShallow(bytes, offset, syntax != "1.2.840.10008.1.2");
}

} // namespace

namespace cd {

Nesting nestingOfFile(const char *path) {
    const int descriptor = open(path, O_RDONLY | O_CLOEXEC);
    if (descriptor < 0) return Nesting::unreadable;
    struct stat status = {};
    const bool isFile = fstat(descriptor, &status) == 0 && S_ISREG(status.st_mode) && status.st_size > 0;
    const size_t count = isFile ? size_t(status.st_size) : 0;
    void *mapped = isFile ? mmap(nullptr, count, PROT_READ, MAP_PRIVATE, descriptor, 0) : MAP_FAILED;
    close(descriptor);
    if (mapped == MAP_FAILED) return Nesting::unreadable;
    const Bytes bytes{static_cast<const uint8_t *>(mapped), count, false};
    const bool isBounded = itemTags(bytes) <= harmlessItems || isShallow(bytes);
    munmap(mapped, count);
    return isBounded ? Nesting::bounded : Nesting::tooDeep;
}

Nesting nestingOfDataSet(const uint8_t *start, size_t count) {
    const Bytes bytes{start, count, false};
    return itemTags(bytes) <= harmlessItems || isShallow(bytes, 0, true) ? Nesting::bounded : Nesting::tooDeep;
}

} // namespace cd
