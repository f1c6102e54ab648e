#include <cstdlib>
#include <cstring>
#include <mutex>
#include <vector>

#include "ObjectBoundary.h"
#include "dcmtk/dcmdata/dcpixel.h"
#include "dcmtk/dcmdata/dcpixseq.h"
#include "dcmtk/dcmdata/dcpxitem.h"
#include "dcmtk/dcmjpls/djencode.h"

namespace {

cd_object_status fail(const OFCondition &result) {
    return cd::fail(result == EC_MemoryExhausted ? CD_OBJECT_OUT_OF_MEMORY : CD_OBJECT_NOT_WRITTEN, result.text());
}

/// Registers the encoder that takes the samples as they are. The other one would read and change the whole image.
void registerEncoder() {
    static std::once_flag once;
    std::call_once(once, [] { DJLSEncoderRegistration::registerCodecs(OFFalse, 0, 0, 0, 0, OFFalse); });
}

/// A data set with the samples as its pixels and nothing else than what the encoder asks for.
OFCondition describe(const uint16_t *samples, const cd_coded_frame &frame, DcmDataset &dataset) {
    const Uint16 allocated = frame.precision > 8 ? 16 : 8;
    const struct {
        DcmTag tag;
        Uint16 value;
    } attributes[] = {
        {DCM_SamplesPerPixel, 1},       {DCM_Rows, Uint16(frame.rows)},    {DCM_Columns, Uint16(frame.columns)},
        {DCM_BitsAllocated, allocated}, {DCM_BitsStored, frame.precision}, {DCM_HighBit, Uint16(frame.precision - 1)},
        {DCM_PixelRepresentation, 0},
    };
    OFCondition result = dataset.putAndInsertString(DCM_PhotometricInterpretation, "MONOCHROME2");
    for (const auto &attribute : attributes)
        if (result.good()) result = dataset.putAndInsertUint16(attribute.tag, attribute.value);
    if (result.bad()) return result;
    const size_t count = size_t(frame.rows) * frame.columns;
    if (allocated == 16) return dataset.putAndInsertUint16Array(DCM_PixelData, samples, count);
    const std::vector<Uint8> bytes(samples, samples + count);
    return dataset.putAndInsertUint8Array(DCM_PixelData, bytes.data(), count);
}

cd_object_status encode(const uint16_t *samples, const cd_coded_frame &frame, uint8_t **stream, size_t *size) {
    if (const char *failure = cd_initialize()) return cd::fail(CD_OBJECT_UNAVAILABLE, failure);
    registerEncoder();
    DcmDataset dataset;
    OFCondition result = describe(samples, frame, dataset);
    if (result.good()) result = dataset.chooseRepresentation(EXS_JPEGLSLossless, nullptr);
    DcmElement *element = nullptr;
    if (result.good()) result = dataset.findAndGetElement(DCM_PixelData, element);
    if (result.bad()) return fail(result);
    auto *const pixels = dynamic_cast<DcmPixelData *>(element);
    if (pixels == nullptr) return cd::fail(CD_OBJECT_NOT_WRITTEN, "DCMTK made no pixel data");
    DcmPixelSequence *fragments = nullptr;
    result = pixels->getEncapsulatedRepresentation(EXS_JPEGLSLossless, nullptr, fragments);
    // The first item is the offset table.
    DcmPixelItem *fragment = nullptr;
    if (result.good()) result = fragments->getItem(fragment, 1);
    Uint8 *bytes = nullptr;
    if (result.good()) result = fragment->getUint8Array(bytes);
    if (result.bad()) return fail(result);
    *size = fragment->getLength();
    *stream = static_cast<uint8_t *>(std::malloc(*size));
    if (*stream == nullptr) throw std::bad_alloc();
    std::memcpy(*stream, bytes, *size);
    return CD_OBJECT_OK;
}

} // namespace

cd_object_status cd_jpeg_ls_encode(
    const uint16_t *samples, const cd_coded_frame *frame, uint8_t **stream, size_t *size) {
    return cd::guardedObject([&] { return encode(samples, *frame, stream, size); });
}
