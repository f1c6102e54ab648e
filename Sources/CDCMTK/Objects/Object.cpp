#include <memory>
#include <mutex>

#include "ObjectBoundary.h"
#include "SegmentStream.h"
#include "dcmtk/dcmjpls/djdecode.h"

namespace cd {

const char *prepareObjects() {
    static std::once_flag once;
    std::call_once(once, [] { DJLSDecoderRegistration::registerCodecs(); });
    return cd_initialize();
}

} // namespace cd

namespace {

using cd::borrowed;
using cd::dcm;

DcmElement *find(CDItem *item, Uint16 group, Uint16 element) {
    DcmElement *found = nullptr;
    return dcm(item)->findAndGetElement(DcmTagKey(group, element), found).good() ? found : nullptr;
}

DcmSequenceOfItems *findSequence(CDItem *item, Uint16 group, Uint16 element) {
    DcmSequenceOfItems *found = nullptr;
    return dcm(item)->findAndGetSequence(DcmTagKey(group, element), found).good() ? found : nullptr;
}

/// Reads one value as a number; returns false if the element has no value or another VR.
bool numberOf(DcmElement &element, unsigned long index, double &number) {
    Uint16 us;
    Sint16 ss;
    Uint32 ul;
    Sint32 sl;
    Float32 fl;
    if (element.getUint16(us, index).good()) return number = us, true;
    if (element.getSint16(ss, index).good()) return number = ss, true;
    if (element.getUint32(ul, index).good()) return number = ul, true;
    // DCMTK keeps IS and DS as text: a decimal string answers getFloat64, an integer string getSint32.
    if (element.getSint32(sl, index).good()) return number = sl, true;
    if (element.getFloat64(number, index).good()) return true;
    if (element.getFloat32(fl, index).good()) return number = fl, true;
    return false;
}

} // namespace

extern "C" {

cd_object_status cd_object_read(
    int descriptor, const char *transfer_syntax, const char *coding, const cd_segment *segments, size_t count,
    CDObject **object) {
    return cd::guardedObject([&] {
        if (const char *failure = cd::prepareObjects()) return cd::fail(CD_OBJECT_UNAVAILABLE, failure);
        auto opened = std::make_unique<CDObject>();
        OFCondition result = opened->file.getMetaInfo()->putAndInsertString(DCM_TransferSyntaxUID, transfer_syntax);
        // DCMTK reads the fragments of a transfer syntax that it does not know in the same way.
        E_TransferSyntax syntax = DcmXfer(coding).getXfer();
        if (syntax == EXS_Unknown) syntax = EXS_LittleEndianExplicit;
        cd::SegmentStream stream(descriptor, segments, count);
        DcmDataset *dataset = opened->file.getDataset();
        dataset->transferInit();
        if (result.good() && count > 0)
            result = dataset->readUntilTag(stream, syntax, EGL_noChange, DCM_MaxReadLength, DCM_PixelData);
        dataset->transferEnd();
        opened->pixels.locate(descriptor, segments, count, DcmXfer(syntax).isBigEndian());
        if (result.bad()) return cd::fail(CD_OBJECT_UNREADABLE, result.text());
        *object = opened.release();
        return CD_OBJECT_OK;
    });
}

bool cd_attribute_vr(uint16_t group, uint16_t element, char letters[2]) {
    return cd::guarded(false, [&] {
        if (cd::prepareObjects() != nullptr) return false;
        const DcmTag tag(group, element);
        if (tag.getEVR() == EVR_UN || tag.getEVR() == EVR_UNKNOWN) return false;
        const char *const name = tag.getVR().getValidVRName();
        letters[0] = name[0];
        letters[1] = name[1];
        return true;
    });
}

void cd_object_close(CDObject *object) { delete object; }

const char *cd_object_transfer_syntax(const CDObject *object) {
    auto &file = const_cast<CDObject *>(object)->file;
    const char *uid = nullptr;
    // DCMTK reads an unknown transfer syntax as Explicit VR Little Endian; the header has the real UID.
    if (file.getMetaInfo()->findAndGetString(DCM_TransferSyntaxUID, uid).good() && uid) return uid;
    return DcmXfer(file.getDataset()->getOriginalXfer()).getXferID();
}

CDItem *cd_object_data_set(CDObject *object) { return borrowed(object->file.getDataset()); }

size_t cd_item_count(CDItem *item, uint16_t group, uint16_t element) {
    auto *sequence = findSequence(item, group, element);
    return sequence ? sequence->card() : 0;
}

CDItem *cd_item_child(CDItem *item, uint16_t group, uint16_t element, size_t index) {
    auto *sequence = findSequence(item, group, element);
    if (!sequence || index >= sequence->card()) return nullptr;
    return borrowed(sequence->getItem(index));
}

bool cd_item_element(CDItem *item, uint16_t group, uint16_t element, const char **vr, size_t *length) {
    auto *found = find(item, group, element);
    if (!found) return false;
    *vr = DcmVR(found->ident()).getValidVRName();
    *length = found->getLength();
    return true;
}

bool cd_item_text(
    CDItem *item, uint16_t group, uint16_t element, const char **bytes, size_t *length, bool *is_person_name) {
    auto *found = find(item, group, element);
    char *text = nullptr;
    Uint32 size = 0;
    if (!found || !found->isaString() || found->getString(text, size).bad() || !text) return false;
    *bytes = text;
    *length = size;
    *is_person_name = found->ident() == EVR_PN;
    return true;
}

bool cd_item_number(CDItem *item, uint16_t group, uint16_t element, size_t index, double *number) {
    auto *found = find(item, group, element);
    return found && numberOf(*found, index, *number);
}

const uint16_t *cd_item_words(CDItem *item, uint16_t group, uint16_t element, size_t *count) {
    auto *found = find(item, group, element);
    *count = 0;
    if (!found) return nullptr;
    Uint16 *words = nullptr;
    Sint16 *signedWords = nullptr;
    if (found->getUint16Array(words).bad() && found->getSint16Array(signedWords).good())
        words = reinterpret_cast<Uint16 *>(signedWords);
    if (words) *count = found->getLength() / sizeof(Uint16);
    return words;
}
}
