// A data set that is partly in memory and partly in a file, as an input of DCMTK's parser.
#ifndef CDCMTK_SEGMENT_STREAM_H
#define CDCMTK_SEGMENT_STREAM_H

#include "ObjectBoundary.h"

#include <vector>

#include "dcmtk/dcmdata/dcistrma.h"

namespace cd {

/// Delivers the segments one after another.
class SegmentProducer final : public DcmProducer {
public:
    SegmentProducer(int descriptor, const cd_segment *segments, size_t count);

    OFBool good() const override { return status_.good(); }
    OFCondition status() const override { return status_; }
    OFBool eos() override { return position_ == total_; }
    offile_off_t avail() override { return total_ - position_; }
    offile_off_t read(void *buffer, offile_off_t length) override;
    offile_off_t skip(offile_off_t length) override;
    void putback(offile_off_t length) override;

private:
    /// Reads within one segment.
    offile_off_t read_some(Uint8 *buffer, offile_off_t length);

    const int descriptor_;
    const std::vector<cd_segment> segments_;
    offile_off_t total_ = 0;
    offile_off_t position_ = 0;
    OFCondition status_;
};

/// DCMTK copies every value that it parses; only the pixels stay in the file, and it does not parse those.
class SegmentStream final : public DcmInputStream {
public:
    SegmentStream(int descriptor, const cd_segment *segments, size_t count)
        : DcmInputStream(&producer_), producer_(descriptor, segments, count) {}

    DcmInputStreamFactory *newFactory() const override { return nullptr; }

private:
    SegmentProducer producer_;
};

} // namespace cd
#endif
