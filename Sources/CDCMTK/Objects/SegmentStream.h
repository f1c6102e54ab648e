// A data set that is partly in memory and partly in a file, as an input of DCMTK's parser.
#ifndef CDCMTK_SEGMENT_STREAM_H
#define CDCMTK_SEGMENT_STREAM_H

#include "ObjectBoundary.h"

#include <string>
#include <vector>

#include "dcmtk/dcmdata/dcistrma.h"

namespace cd {

/// Delivers the segments one after another.
class SegmentProducer final : public DcmProducer {
public:
    SegmentProducer(const char *path, const cd_segment *segments, size_t count);
    ~SegmentProducer() override;

    OFBool good() const override { return status_.good(); }
    OFCondition status() const override { return status_; }
    OFBool eos() override { return position_ == total_; }
    offile_off_t avail() override { return total_ - position_; }
    offile_off_t read(void *buffer, offile_off_t length) override;
    offile_off_t skip(offile_off_t length) override;
    void putback(offile_off_t length) override;

    /// The offset in the file of what comes next; negative if it is in memory.
    offile_off_t offset_in_file() const;
    const std::string &path() const { return path_; }

private:
    /// Reads within one segment.
    offile_off_t read_some(Uint8 *buffer, offile_off_t length);

    const std::string path_;
    const std::vector<cd_segment> segments_;
    int descriptor_ = -1;
    offile_off_t total_ = 0;
    offile_off_t position_ = 0;
    OFCondition status_;
};

/// Long values in the file stay there until DCMTK needs them; those in memory are copied.
class SegmentStream final : public DcmInputStream {
public:
    SegmentStream(const char *path, const cd_segment *segments, size_t count)
        : DcmInputStream(&producer_), producer_(path, segments, count) {}

    DcmInputStreamFactory *newFactory() const override;

private:
    SegmentProducer producer_;
};

} // namespace cd
#endif
