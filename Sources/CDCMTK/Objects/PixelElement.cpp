#include "PixelElement.h"

#include <algorithm>
#include <cerrno>
#include <cstring>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace {

uint32_t word(const uint8_t *bytes, bool isBigEndian) {
    return isBigEndian ? uint32_t(bytes[0]) << 8 | bytes[1] : uint32_t(bytes[1]) << 8 | bytes[0];
}

uint32_t longWord(const uint8_t *bytes, bool isBigEndian) {
    const uint32_t first = word(bytes, isBigEndian), second = word(bytes + 2, isBigEndian);
    return isBigEndian ? first << 16 | second : second << 16 | first;
}

} // namespace

namespace cd {

PixelElement::~PixelElement() {
    if (descriptor_ >= 0) close(descriptor_);
}

void PixelElement::locate(int descriptor, const cd_segment *segments, size_t count, bool isBigEndian) {
    // Tag, VR, two bytes of no use, and a long length (PS3.5 7.1).
    if (count < 1 || segments[0].bytes == nullptr || segments[0].count < 12) return;
    const uint8_t *const header = segments[0].bytes + segments[0].count - 12;
    if (word(header, isBigEndian) != 0x7FE0 || word(header + 2, isBigEndian) != 0x0010) return;
    isThere_ = true;
    isBigEndian_ = isBigEndian;
    representation_.assign(reinterpret_cast<const char *>(header) + 4, 2);
    hasUndefinedLength_ = longWord(header + 8, isBigEndian) == 0xFFFFFFFF;
    if (count < 2) return;
    if (segments[1].bytes != nullptr) {
        memory_.assign(segments[1].bytes, segments[1].bytes + segments[1].count);
        end_ = memory_.size();
        return;
    }
    descriptor_ = fcntl(descriptor, F_DUPFD_CLOEXEC, 0);
    struct stat status = {};
    if (descriptor_ < 0 || fstat(descriptor_, &status) != 0) return;
    start_ = size_t(segments[1].offset);
    end_ = hasUndefinedLength_ ? std::max(size_t(status.st_size), start_) : start_ + size_t(segments[1].count);
}

bool PixelElement::read(size_t offset, size_t length, uint8_t *bytes) const {
    return isThere_ && offset <= count() && length <= count() - offset && readObject(start_ + offset, length, bytes);
}

bool PixelElement::readObject(size_t offset, size_t length, uint8_t *bytes) const {
    if (descriptor_ < 0) {
        if (offset > memory_.size() || length > memory_.size() - offset) return false;
        std::memcpy(bytes, memory_.data() + offset, length);
        return true;
    }
    while (length > 0) {
        const ssize_t got = pread(descriptor_, bytes, length, off_t(offset));
        if (got < 0 && errno == EINTR) continue;
        if (got <= 0) return false;
        bytes += got;
        offset += size_t(got);
        length -= size_t(got);
    }
    return true;
}

} // namespace cd
