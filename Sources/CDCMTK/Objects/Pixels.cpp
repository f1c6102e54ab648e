#include <algorithm>
#include <cstring>
#include <memory>
#include <vector>

#include "ObjectBoundary.h"
#include "dcmtk/dcmimage/diregist.h"
#include "dcmtk/dcmimgle/dcmimage.h"

namespace {

/// A data set of this one frame: the Image Pixel attributes of the object, those of `layout`, and the frame's bytes.
OFCondition frameDataSet(
    CDObject &object, const cd_pixel_layout &layout, const uint8_t *bytes, size_t count, DcmDataset &frame) {
    DcmDataset &dataset = *object.file.getDataset();
    OFCondition result = EC_Normal;
    for (unsigned long index = 0; index < dataset.card() && result.good(); ++index) {
        DcmElement *const element = dataset.getElement(index);
        if (element->getGTag() != 0x0028) continue;
        std::unique_ptr<DcmElement> copy(static_cast<DcmElement *>(element->clone()));
        result = frame.insert(copy.get(), true);
        if (result.good()) copy.release();
    }
    const struct {
        DcmTag tag;
        Uint16 value;
    } attributes[] = {
        {DCM_SamplesPerPixel, layout.samples_per_pixel},
        {DCM_BitsAllocated, layout.bits_allocated},
        {DCM_BitsStored, layout.bits_stored},
        {DCM_HighBit, layout.high_bit},
    };
    for (const auto &attribute : attributes)
        if (result.good()) result = frame.putAndInsertUint16(attribute.tag, attribute.value);
    if (result.good()) result = frame.putAndInsertString(DCM_NumberOfFrames, "1");
    if (result.bad()) return result;
    if (layout.bits_allocated == 8)
        return frame.putAndInsertUint8Array(DCM_PixelData, bytes, static_cast<unsigned long>(count));
    // The machine is little endian, as the bytes are.
    std::vector<Uint16> words((count + 1) / 2);
    std::memcpy(words.data(), bytes, count);
    return frame.putAndInsertUint16Array(DCM_PixelData, words.data(), static_cast<unsigned long>(words.size()));
}

} // namespace

extern "C" {

void cd_object_pixel_element(const CDObject *object, cd_pixel_element *element) {
    const cd::PixelElement &pixels = object->pixels;
    element->is_there = pixels.isThere();
    element->has_undefined_length = pixels.hasUndefinedLength();
    element->is_big_endian = pixels.isBigEndian();
    element->count = pixels.count();
    std::memset(element->vr, 0, sizeof element->vr);
    std::memcpy(element->vr, pixels.representation().data(), std::min(pixels.representation().size(), size_t(2)));
}

bool cd_object_pixel_bytes(const CDObject *object, size_t offset, size_t count, uint8_t *bytes) {
    return object->pixels.read(offset, count, bytes);
}

cd_object_status cd_object_luminance(
    CDObject *object, const cd_pixel_layout *layout, const uint8_t *bytes, size_t count, float *values) {
    return cd::guardedObject([&] {
        DcmDataset frame;
        const OFCondition result = frameDataSet(*object, *layout, bytes, count, frame);
        if (result.bad()) return cd::fail(CD_OBJECT_INCONSISTENT, result.text());
        const DicomImage colour(&frame, EXS_LittleEndianExplicit, 0ul, 0ul, 1ul);
        if (colour.getStatus() != EIS_Normal)
            return cd::fail(CD_OBJECT_INCONSISTENT, DicomImage::getString(colour.getStatus()));
        const std::unique_ptr<DicomImage> gray(colour.createMonochromeImage());
        if (!gray || gray->getWidth() != layout->columns || gray->getHeight() != layout->rows)
            return cd::fail(CD_OBJECT_INCONSISTENT, "cannot convert the colours to luminance");
        gray->setNoVoiTransformation();
        const auto *luminance = static_cast<const Uint8 *>(gray->getOutputData(8));
        if (!luminance) return cd::fail(CD_OBJECT_INCONSISTENT, "cannot convert the colours to luminance");
        const size_t pixels = size_t(layout->rows) * layout->columns;
        for (size_t i = 0; i < pixels; ++i) values[i] = luminance[i] / 255.0f;
        return CD_OBJECT_OK;
    });
}
}
