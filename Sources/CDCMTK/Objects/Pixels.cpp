#include <memory>
#include <vector>

#include "CodedFrames.h"
#include "ObjectBoundary.h"
#include "dcmtk/dcmdata/dcpixel.h"
#include "dcmtk/dcmdata/dcpixseq.h"
#include "dcmtk/dcmdata/dcpxitem.h"
#include "dcmtk/dcmimage/diregist.h"
#include "dcmtk/dcmimgle/dcmimage.h"

namespace {

DcmPixelData *pixelData(CDObject &object) {
    DcmElement *element = nullptr;
    if (object.file.getDataset()->findAndGetElement(DCM_PixelData, element).bad()) return nullptr;
    return dynamic_cast<DcmPixelData *>(element);
}

/// Reads the bytes of the first frame, little endian, decoding a compressed data set.
cd_object_status firstFrame(CDObject &object, const cd_pixel_layout &layout, std::vector<Uint8> &bytes) {
    DcmPixelData *element = pixelData(object);
    if (!element) return cd::fail(CD_OBJECT_NO_PIXEL_DATA, "no Pixel Data (7FE0,0010)");
    const size_t size = size_t(layout.rows) * layout.columns * layout.bits_allocated / 8;
    bytes.resize(size + (size & 1)); // codecs need a buffer of even length
    DcmDataset *dataset = object.file.getDataset();
    const E_TransferSyntax syntax = dataset->getOriginalXfer();
    if (!DcmXfer(syntax).isEncapsulated()) {
        if (element->getLength(syntax) < size)
            return cd::fail(CD_OBJECT_INCONSISTENT, "Pixel Data is shorter than one frame");
        const OFCondition result =
            element->getPartialValue(bytes.data(), 0, static_cast<Uint32>(size), nullptr, EBO_LittleEndian);
        return result.good() ? CD_OBJECT_OK : cd::fail(CD_OBJECT_INCONSISTENT, result.text());
    }
    const cd_object_status sound = cd::checkCodedFrames(object);
    if (sound != CD_OBJECT_OK) return sound;
    Uint32 fragment = 0;
    OFString colour;
    const OFCondition result =
        element->getUncompressedFrame(dataset, 0, fragment, bytes.data(), static_cast<Uint32>(bytes.size()), colour);
    if (result.bad()) return cd::fail(CD_OBJECT_UNDECODABLE, result.text());
    if (layout.bits_allocated > 8)
        swapIfNecessary(EBO_LittleEndian, gLocalByteOrder, bytes.data(), static_cast<Uint32>(bytes.size()), 2);
    return CD_OBJECT_OK;
}

/// Whether a code stream begins here: SOC and SIZ (ISO/IEC 15444-1 A.4.1, A.5.1).
bool beginsCodeStream(const Uint8 *bytes, Uint32 length) {
    return length >= 4 && bytes[0] == 0xFF && bytes[1] == 0x4F && bytes[2] == 0xFF && bytes[3] == 0x51;
}

/// Offset of the second frame among the fragments by the basic offset table; 0 if the table does not give it.
Uint32 secondFrameOffset(DcmPixelItem &table) {
    Uint8 *bytes = nullptr;
    if (table.getLength() < 8 || table.getUint8Array(bytes).bad() || !bytes) return 0;
    return Uint32(bytes[4]) | Uint32(bytes[5]) << 8 | Uint32(bytes[6]) << 16 | Uint32(bytes[7]) << 24;
}

/// Joins the fragments of the first frame. With several frames it ends where the table says, or else where another code
/// stream begins; a single frame takes all fragments, whatever the table says.
OFCondition joinFirstFrame(DcmPixelSequence &sequence, size_t frames, std::vector<Uint8> &stream) {
    DcmPixelItem *item = nullptr;
    OFCondition result = sequence.getItem(item, 0);
    if (result.bad()) return result;
    const size_t end = frames > 1 ? secondFrameOffset(*item) : 0;
    size_t offset = 0;
    stream.clear();
    for (unsigned long index = 1; index < sequence.card(); ++index) {
        Uint8 *bytes = nullptr;
        result = sequence.getItem(item, index);
        if (result.bad()) return result;
        const Uint32 length = item->getLength();
        if (length == 0) continue;
        result = item->getUint8Array(bytes);
        if (result.bad()) return result;
        const bool isNextFrame = end > 0 ? offset >= end : beginsCodeStream(bytes, length);
        if (frames > 1 && !stream.empty() && isNextFrame) break;
        stream.insert(stream.end(), bytes, bytes + length);
        offset += 8 + size_t(length);
    }
    return EC_Normal;
}

} // namespace

extern "C" {

cd_object_status cd_object_code_stream(CDObject *object, size_t frames, const uint8_t **bytes, size_t *count) {
    return cd::guardedObject([&] {
        DcmPixelData *element = pixelData(*object);
        if (!element) return cd::fail(CD_OBJECT_NO_PIXEL_DATA, "no Pixel Data (7FE0,0010)");
        E_TransferSyntax syntax = EXS_Unknown;
        const DcmRepresentationParameter *parameter = nullptr;
        DcmPixelSequence *sequence = nullptr;
        element->getOriginalRepresentationKey(syntax, parameter);
        OFCondition result = element->getEncapsulatedRepresentation(syntax, parameter, sequence);
        if (result.bad() || !sequence) return cd::fail(CD_OBJECT_INCONSISTENT, "Pixel Data is not encapsulated");
        result = joinFirstFrame(*sequence, frames, object->codeStream);
        if (result.bad()) return cd::fail(CD_OBJECT_UNREADABLE, result.text());
        *bytes = object->codeStream.data();
        *count = object->codeStream.size();
        return CD_OBJECT_OK;
    });
}

cd_object_status cd_object_stored_values(CDObject *object, const cd_pixel_layout *layout, uint16_t *values) {
    return cd::guardedObject([&] {
        const size_t count = size_t(layout->rows) * layout->columns;
        std::vector<Uint8> bytes;
        const cd_object_status status = firstFrame(*object, *layout, bytes);
        if (status != CD_OBJECT_OK) return status;
        const unsigned shift = layout->high_bit + 1u - layout->bits_stored;
        const unsigned mask = (1u << layout->bits_stored) - 1u;
        if (layout->bits_allocated == 8) {
            for (size_t i = 0; i < count; ++i) values[i] = static_cast<uint16_t>((bytes[i] >> shift) & mask);
        } else {
            for (size_t i = 0; i < count; ++i) {
                const unsigned word = bytes[2 * i] | unsigned(bytes[2 * i + 1]) << 8;
                values[i] = static_cast<uint16_t>((word >> shift) & mask);
            }
        }
        return CD_OBJECT_OK;
    });
}

cd_object_status cd_object_luminance(CDObject *object, const cd_pixel_layout *layout, float *values) {
    return cd::guardedObject([&] {
        if (!pixelData(*object)) return cd::fail(CD_OBJECT_NO_PIXEL_DATA, "no Pixel Data (7FE0,0010)");
        const cd_object_status sound = cd::checkCodedFrames(*object);
        if (sound != CD_OBJECT_OK) return sound;
        DcmDataset *dataset = object->file.getDataset();
        const DicomImage colour(dataset, dataset->getOriginalXfer(), 0ul, 0ul, 1ul);
        if (colour.getStatus() != EIS_Normal)
            return cd::fail(CD_OBJECT_UNDECODABLE, DicomImage::getString(colour.getStatus()));
        const std::unique_ptr<DicomImage> gray(colour.createMonochromeImage());
        if (!gray || gray->getWidth() != layout->columns || gray->getHeight() != layout->rows)
            return cd::fail(CD_OBJECT_UNDECODABLE, "cannot convert the colours to luminance");
        gray->setNoVoiTransformation();
        const auto *bytes = static_cast<const Uint8 *>(gray->getOutputData(8));
        if (!bytes) return cd::fail(CD_OBJECT_UNDECODABLE, "cannot convert the colours to luminance");
        const size_t count = size_t(layout->rows) * layout->columns;
        for (size_t i = 0; i < count; ++i) values[i] = bytes[i] / 255.0f;
        return CD_OBJECT_OK;
    });
}

void cd_values_count(const uint16_t *values, size_t count, uint32_t *counts) {
    // Neighbours are often the same: in one table each would wait for the one before it.
    uint32_t *const second = counts + 65536, *const third = second + 65536, *const fourth = third + 65536;
    size_t i = 0;
    for (; i + 4 <= count; i += 4) {
        ++counts[values[i]];
        ++second[values[i + 1]];
        ++third[values[i + 2]];
        ++fourth[values[i + 3]];
    }
    for (; i < count; ++i) ++counts[values[i]];
    for (size_t value = 0; value < 65536; ++value) counts[value] += second[value] + third[value] + fourth[value];
}

void cd_values_look_up(const uint16_t *values, size_t count, const float *table, float *result) {
    for (size_t i = 0; i < count; ++i) result[i] = table[values[i]];
}
}
