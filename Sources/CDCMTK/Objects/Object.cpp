#include <memory>
#include <mutex>

#include "Nesting.h"
#include "ObjectBoundary.h"
#include "dcmtk/dcmdata/dcistrmb.h"
#include "dcmtk/dcmdata/dcrledrg.h"
#include "dcmtk/dcmjpeg/djdecode.h"
#include "dcmtk/dcmjpls/djdecode.h"

namespace cd {

const char *prepareObjects() {
    static std::once_flag once;
    std::call_once(once, [] {
        DcmRLEDecoderRegistration::registerCodecs();
        DJDecoderRegistration::registerCodecs();
        DJLSDecoderRegistration::registerCodecs();
    });
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

/// Decides by the file meta information; without it DCMTK never treats a data set as deflated.
bool isDeflated(const char *path) {
    DcmMetaInfo meta;
    const char *uid = nullptr;
    return meta.loadFile(path).good() && meta.findAndGetString(DCM_TransferSyntaxUID, uid).good() && uid &&
           std::string(uid) == UID_DeflatedExplicitVRLittleEndianTransferSyntax;
}

} // namespace

extern "C" {

cd_object_status cd_object_open(const char *path, CDObject **object) {
    return cd::guardedObject([&] {
        if (const char *failure = cd::prepareObjects()) return cd::fail(CD_OBJECT_UNAVAILABLE, failure);
        switch (cd::nestingOfFile(path)) {
        case cd::Nesting::bounded: break;
        case cd::Nesting::tooDeep: return cd::fail(CD_OBJECT_TOO_DEEP, "sequences nested too deeply");
        case cd::Nesting::unreadable: return cd::fail(CD_OBJECT_UNREADABLE, "the file does not exist or is empty");
        }
        if (isDeflated(path)) return cd::fail(CD_OBJECT_DEFLATED, "deflated");
        auto opened = std::make_unique<CDObject>();
        const OFCondition result = opened->file.loadFile(path, EXS_Unknown, EGL_noChange, DCM_MaxReadLength);
        if (result.bad()) return cd::fail(CD_OBJECT_UNREADABLE, result.text());
        *object = opened.release();
        return CD_OBJECT_OK;
    });
}

cd_object_status cd_object_open_inflated(const char *path, const uint8_t *bytes, size_t count, CDObject **object) {
    return cd::guardedObject([&] {
        if (const char *failure = cd::prepareObjects()) return cd::fail(CD_OBJECT_UNAVAILABLE, failure);
        if (cd::nestingOfDataSet(bytes, count) == cd::Nesting::tooDeep)
            return cd::fail(CD_OBJECT_TOO_DEEP, "sequences nested too deeply");
        auto opened = std::make_unique<CDObject>();
        DcmDataset *dataset = opened->file.getDataset();
        DcmInputBufferStream stream;
        stream.setBuffer(bytes, static_cast<offile_off_t>(count));
        stream.setEos();
        dataset->transferInit();
        OFCondition result = dataset->read(stream, EXS_LittleEndianExplicit, EGL_noChange, DCM_MaxReadLength);
        dataset->transferEnd();
        if (result.good()) result = opened->file.getMetaInfo()->loadFile(path);
        if (result.bad()) return cd::fail(CD_OBJECT_UNREADABLE, result.text());
        *object = opened.release();
        return CD_OBJECT_OK;
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
