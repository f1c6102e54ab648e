#include "SegmentStream.h"

#include <algorithm>
#include <cerrno>
#include <cstring>

#include <unistd.h>

namespace cd {

SegmentProducer::SegmentProducer(int descriptor, const cd_segment *segments, size_t count)
    : descriptor_(descriptor), segments_(segments, segments + count), status_(EC_Normal) {
    for (const cd_segment &segment : segments_) total_ += static_cast<offile_off_t>(segment.count);
}

offile_off_t SegmentProducer::read(void *buffer, offile_off_t length) {
    offile_off_t done = 0;
    while (done < length && good()) {
        const offile_off_t step = read_some(static_cast<Uint8 *>(buffer) + done, length - done);
        if (step == 0) break;
        done += step;
    }
    return done;
}

offile_off_t SegmentProducer::read_some(Uint8 *buffer, offile_off_t length) {
    offile_off_t start = 0;
    for (const cd_segment &segment : segments_) {
        const auto count = static_cast<offile_off_t>(segment.count);
        const offile_off_t within = position_ - start;
        start += count;
        if (within >= count) continue;
        const offile_off_t wanted = std::min(length, count - within);
        ssize_t taken = wanted;
        if (segment.bytes != nullptr) {
            std::memcpy(buffer, segment.bytes + within, static_cast<size_t>(wanted));
        } else {
            const off_t place = static_cast<off_t>(segment.offset) + within;
            do taken = pread(descriptor_, buffer, static_cast<size_t>(wanted), place);
            while (taken < 0 && errno == EINTR);
            // The file was longer when its elements were found.
            if (taken <= 0) status_ = EC_InvalidStream;
        }
        if (taken <= 0) return 0;
        position_ += taken;
        return taken;
    }
    return 0;
}

offile_off_t SegmentProducer::skip(offile_off_t length) {
    const offile_off_t step = std::min(length, total_ - position_);
    position_ += step;
    return step;
}

void SegmentProducer::putback(offile_off_t length) {
    if (length > position_) {
        status_ = EC_PutbackFailed;
    } else {
        position_ -= length;
    }
}

} // namespace cd
