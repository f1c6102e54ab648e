// Where the value of Pixel Data lies in an object, and its bytes.
#ifndef CDCMTK_PIXELELEMENT_H
#define CDCMTK_PIXELELEMENT_H

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "CDObject.h"

namespace cd {

/// The value of Pixel Data (7FE0,0010). DCMTK parses a data set only up to this element, so neither a wrong VR nor a
/// broken sequence of fragments can keep an object from being read, and no parser of DCMTK's sees those bytes.
class PixelElement {
public:
    PixelElement() = default;
    PixelElement(const PixelElement &) = delete;
    PixelElement &operator=(const PixelElement &) = delete;
    ~PixelElement();

    /// Takes the element from a data set whose first segment ends with the header of the element, in an explicit VR, and
    /// whose second one is its value. The value of undefined length reaches to the end of the file,
    /// which stays open through a descriptor of its own.
    void locate(int descriptor, const cd_segment *segments, size_t count, bool isBigEndian);

    bool isThere() const { return isThere_; }
    bool hasUndefinedLength() const { return hasUndefinedLength_; }
    bool isBigEndian() const { return isBigEndian_; }
    /// "OB", "UN" or "OW", which stands for everything else.
    const std::string &representation() const { return representation_; }
    /// Bytes of the value that are there: up to its length, or to the end of the object.
    size_t count() const { return end_ - start_; }
    /// Reads bytes of the value; false if they are not there.
    bool read(size_t offset, size_t length, uint8_t *bytes) const;

private:
    bool readObject(size_t offset, size_t length, uint8_t *bytes) const;

    int descriptor_ = -1;
    std::vector<uint8_t> memory_;
    size_t start_ = 0;
    size_t end_ = 0;
    bool isThere_ = false;
    bool hasUndefinedLength_ = false;
    bool isBigEndian_ = false;
    std::string representation_;
};

} // namespace cd
#endif
