#include "CodedFrames.h"

#include <vector>

#include "dcmtk/dcmdata/dcpixel.h"
#include "dcmtk/dcmdata/dcpixseq.h"
#include "dcmtk/dcmdata/dcpxitem.h"

namespace {

using Bytes = std::vector<Uint8>;

size_t littleEndian(const Bytes &bytes, size_t at) {
    return bytes[at] | size_t(bytes[at + 1]) << 8 | size_t(bytes[at + 2]) << 16 | size_t(bytes[at + 3]) << 24;
}

/// Checks the header of an RLE frame (PS3.5 G.5): its segments must be in order and within the frame.
const char *faultOfRunLengths(const Bytes &frame) {
    if (frame.size() < 64) return "an RLE frame has no header";
    const size_t segments = littleEndian(frame, 0);
    if (segments < 1 || segments > 15) return "an RLE frame must have 1 to 15 segments";
    size_t before = 63;
    for (size_t segment = 1; segment <= segments; ++segment) {
        const size_t offset = littleEndian(frame, 4 * segment);
        if (offset <= before || offset >= frame.size()) return "an RLE segment is outside its frame";
        before = offset;
    }
    return nullptr;
}

/// Checks the markers of a JPEG frame (ISO/IEC 10918-1 B.1.1) up to its first scan. DCMTK follows them to the frame header
/// and loops forever at a segment of length zero.
const char *faultOfJPEG(const Bytes &frame) {
    size_t at = 2;
    bool hasFrameHeader = false;
    while (at + 4 <= frame.size()) {
        const Uint8 marker = frame[at + 1];
        if (frame[at] != 0xFF) return "a JPEG marker is missing";
        if (marker == 0xFF) {
            ++at; // a fill byte
            continue;
        }
        if (marker < 0xC0 || (marker >= 0xD0 && marker <= 0xD9)) return "a JPEG marker before the scan has no segment";
        const bool isTable = marker == 0xC4 || marker == 0xC8 || marker == 0xCC;
        hasFrameHeader = hasFrameHeader || (marker <= 0xCF && !isTable) || marker == 0xF7;
        if (marker == 0xDA) return hasFrameHeader ? nullptr : "a JPEG scan has no frame header";
        const size_t length = size_t(frame[at + 2]) << 8 | frame[at + 3];
        if (length < 2) return "a JPEG segment is shorter than its length field";
        at += 2 + length;
    }
    return "a JPEG frame has no scan";
}

bool isJPEG(E_TransferSyntax syntax) {
    switch (syntax) {
    case EXS_JPEGProcess1:
    case EXS_JPEGProcess2_4:
    case EXS_JPEGProcess14:
    case EXS_JPEGProcess14SV1:
    case EXS_JPEGLSLossless:
    case EXS_JPEGLSLossy: return true;
    default: return false;
    }
}

/// The bytes of each frame: all fragments if there is a single frame; otherwise each fragment that begins a frame, with
/// the following ones that do not.
std::vector<Bytes> framesOf(DcmPixelSequence &sequence, bool isSingle, bool isJPEG) {
    std::vector<Bytes> frames;
    for (unsigned long index = 1; index < sequence.card(); ++index) {
        DcmPixelItem *item = nullptr;
        Uint8 *bytes = nullptr;
        if (sequence.getItem(item, index).bad() || item->getLength() == 0) continue;
        const size_t length = item->getLength();
        if (item->getUint8Array(bytes).bad() || bytes == nullptr) continue;
        const bool continues = isJPEG && !(length >= 2 && bytes[0] == 0xFF && bytes[1] == 0xD8);
        if (frames.empty() || !(isSingle || continues)) frames.emplace_back();
        frames.back().insert(frames.back().end(), bytes, bytes + length);
    }
    return frames;
}

} // namespace

namespace cd {

cd_object_status checkCodedFrames(CDObject &object) {
    DcmDataset *const dataset = object.file.getDataset();
    DcmElement *element = nullptr;
    if (dataset->findAndGetElement(DCM_PixelData, element).bad()) return CD_OBJECT_OK;
    auto *const pixels = dynamic_cast<DcmPixelData *>(element);
    if (pixels == nullptr) return CD_OBJECT_OK;
    E_TransferSyntax syntax = EXS_Unknown;
    const DcmRepresentationParameter *parameter = nullptr;
    pixels->getOriginalRepresentationKey(syntax, parameter);
    const bool isRunLength = syntax == EXS_RLELossless;
    DcmPixelSequence *sequence = nullptr;
    if (!isRunLength && !isJPEG(syntax)) return CD_OBJECT_OK;
    if (pixels->getEncapsulatedRepresentation(syntax, parameter, sequence).bad() || sequence == nullptr)
        return CD_OBJECT_OK;
    Sint32 count = 1;
    if (dataset->findAndGetSint32(DCM_NumberOfFrames, count).bad()) count = 1;
    for (const Bytes &frame : framesOf(*sequence, count <= 1, !isRunLength))
        if (const char *fault = isRunLength ? faultOfRunLengths(frame) : faultOfJPEG(frame))
            return fail(CD_OBJECT_UNDECODABLE, fault);
    return CD_OBJECT_OK;
}

} // namespace cd
