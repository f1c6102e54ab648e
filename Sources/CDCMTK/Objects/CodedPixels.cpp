#include <algorithm>
#include <vector>

#include "ObjectBoundary.h"
#include "dcmtk/dcmdata/dcpixel.h"
#include "dcmtk/dcmdata/dcpixseq.h"
#include "dcmtk/dcmdata/dcpxitem.h"
#include "dcmtk/dcmjpeg/djcparam.h"
#include "dcmtk/dcmjpeg/djdijg12.h"
#include "dcmtk/dcmjpeg/djdijg16.h"
#include "dcmtk/dcmjpeg/djdijg8.h"

namespace {

/// One of DCMTK's three builds of libjpeg, with a note of its warnings. After a warning libjpeg makes up the missing
/// pixels; only what it finds once the last row is out, such as bytes before the end marker, concerns none.
template <typename Library, typename Sample>
class Watched : public Library {
public:
    Watched(const DJCodecParameter &parameter, std::vector<Sample> &samples, size_t samplesOfRow)
        : Library(parameter, OFFalse), samples_(samples), samplesOfRow_(samplesOfRow) {
        for (size_t i = 0; i < samplesOfRow_; ++i) lastRow()[i] = unwritten(i);
    }

    void emitMessage(int level) const override {
        if (level >= 0 || isDamaged_) return;
        for (size_t i = 0; i < samplesOfRow_; ++i)
            if (lastRow()[i] != unwritten(i)) return;
        isDamaged_ = true;
    }

    bool isDamaged() const { return isDamaged_; }

private:
    /// A row that no picture has.
    static Sample unwritten(size_t i) { return Sample(i * 37 + 165); }
    Sample *lastRow() const { return samples_.data() + samples_.size() - samplesOfRow_; }

    std::vector<Sample> &samples_;
    const size_t samplesOfRow_;
    mutable bool isDamaged_ = false;
};

template <typename Library, typename Sample>
cd_object_status decodeJPEG(const uint8_t *bytes, size_t count, const cd_coded_frame &frame, uint16_t *samples) {
    const DJCodecParameter parameter(ECC_lossyYCbCr, EDC_never, EUC_default, EPC_default);
    const size_t samplesOfRow = size_t(frame.columns) * frame.components;
    std::vector<Sample> decoded(samplesOfRow * frame.rows);
    Watched<Library, Sample> library(parameter, decoded, samplesOfRow);
    OFCondition result = library.init();
    if (result.good())
        result = library.decode(
            const_cast<Uint8 *>(bytes), static_cast<Uint32>(count), reinterpret_cast<Uint8 *>(decoded.data()),
            static_cast<Uint32>(decoded.size() * sizeof(Sample)), OFFalse);
    // The decoder was suspended for more input, but the stream has ended.
    if (result == EJ_Suspension)
        return cd::fail(CD_OBJECT_UNDECODABLE, "the JPEG code stream ends before its last row");
    if (result.bad()) return cd::fail(CD_OBJECT_UNDECODABLE, result.text());
    if (library.isDamaged())
        return cd::fail(CD_OBJECT_UNDECODABLE, "the JPEG code stream is damaged or ends before its last row");
    std::copy(decoded.begin(), decoded.end(), samples);
    return CD_OBJECT_OK;
}

/// A data set whose Pixel Data is this JPEG-LS code stream and whose attributes are those of the stream itself.
OFCondition wrapJPEGLS(const uint8_t *bytes, size_t count, const cd_coded_frame &frame, DcmDataset &dataset) {
    auto *const sequence = new DcmPixelSequence(DCM_PixelSequenceTag);
    auto *const pixels = new DcmPixelData(DCM_PixelData);
    pixels->putOriginalRepresentation(EXS_JPEGLSLossless, nullptr, sequence);
    OFCondition result = dataset.insert(pixels, true);
    if (result.bad()) return delete pixels, result;
    auto *const fragment = new DcmPixelItem(DCM_PixelItemTag);
    sequence->insert(new DcmPixelItem(DCM_PixelItemTag));
    sequence->insert(fragment);
    result = fragment->putUint8Array(bytes, static_cast<unsigned long>(count));
    const Uint16 stored = frame.precision;
    const struct {
        DcmTag tag;
        Uint16 value;
    } attributes[] = {
        {DCM_SamplesPerPixel, frame.components},
        {DCM_PlanarConfiguration, 0},
        {DCM_Rows, Uint16(frame.rows)},
        {DCM_Columns, Uint16(frame.columns)},
        {DCM_BitsStored, stored},
        {DCM_BitsAllocated, Uint16(stored > 8 ? 16 : 8)},
        {DCM_HighBit, Uint16(stored - 1)},
        {DCM_PixelRepresentation, 0},
    };
    for (const auto &attribute : attributes)
        if (result.good()) result = dataset.putAndInsertUint16(attribute.tag, attribute.value);
    const char *const colour = frame.components == 1 ? "MONOCHROME2" : "RGB";
    return result.good() ? dataset.putAndInsertString(DCM_PhotometricInterpretation, colour) : result;
}

cd_object_status decodeJPEGLS(const uint8_t *bytes, size_t count, const cd_coded_frame &frame, uint16_t *samples) {
    if (const char *failure = cd::prepareObjects()) return cd::fail(CD_OBJECT_UNAVAILABLE, failure);
    DcmDataset dataset;
    OFCondition result = wrapJPEGLS(bytes, count, frame, dataset);
    DcmElement *element = nullptr;
    if (result.good()) result = dataset.findAndGetElement(DCM_PixelData, element);
    auto *const pixels = dynamic_cast<DcmPixelData *>(element);
    if (result.bad() || pixels == nullptr) return cd::fail(CD_OBJECT_UNDECODABLE, result.text());
    const size_t total = size_t(frame.rows) * frame.columns * frame.components;
    const size_t width = frame.precision > 8 ? 2 : 1;
    std::vector<Uint8> decoded(total * width + (total * width & 1)); // codecs need a buffer of even length
    Uint32 fragment = 0;
    OFString colour;
    result = pixels->getUncompressedFrame(
        &dataset, 0, fragment, decoded.data(), static_cast<Uint32>(decoded.size()), colour);
    if (result.bad()) return cd::fail(CD_OBJECT_UNDECODABLE, result.text());
    // In the byte order of this machine.
    for (size_t i = 0; i < total; ++i)
        samples[i] = width == 1 ? decoded[i] : reinterpret_cast<const Uint16 *>(decoded.data())[i];
    return CD_OBJECT_OK;
}

} // namespace

extern "C" {

cd_object_status cd_jpeg_decode(const uint8_t *bytes, size_t count, const cd_coded_frame *frame, uint16_t *samples) {
    return cd::guardedObject([&] {
        if (frame->precision <= 8) return decodeJPEG<DJDecompressIJG8Bit, Uint8>(bytes, count, *frame, samples);
        if (frame->precision <= 12) return decodeJPEG<DJDecompressIJG12Bit, Uint16>(bytes, count, *frame, samples);
        return decodeJPEG<DJDecompressIJG16Bit, Uint16>(bytes, count, *frame, samples);
    });
}

cd_object_status cd_jpeg_ls_decode(const uint8_t *bytes, size_t count, const cd_coded_frame *frame, uint16_t *samples) {
    return cd::guardedObject([&] { return decodeJPEGLS(bytes, count, *frame, samples); });
}
}
