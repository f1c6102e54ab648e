#include <memory>

#include "ObjectBoundary.h"
#include "dcmtk/dcmdata/dcspchrs.h"
#include "dcmtk/dcmsr/dsrdoc.h"

namespace {

cd_object_status written(const OFCondition &result) {
    return result.good() ? CD_OBJECT_OK : cd::fail(CD_OBJECT_INVALID, result.text());
}

} // namespace

extern "C" {

cd_object_status cd_object_create(CDObject **object) {
    return cd::guardedObject([&] {
        if (const char *failure = cd::prepareObjects()) return cd::fail(CD_OBJECT_UNAVAILABLE, failure);
        *object = std::make_unique<CDObject>().release();
        return CD_OBJECT_OK;
    });
}

cd_object_status cd_item_set_text(CDItem *item, uint16_t group, uint16_t element, const char *bytes, size_t length) {
    return cd::guardedObject([&] {
        const DcmTagKey tag(group, element);
        return written(
            length == 0 ? cd::dcm(item)->insertEmptyElement(tag)
                        : cd::dcm(item)->putAndInsertString(tag, bytes, static_cast<Uint32>(length)));
    });
}

cd_object_status cd_item_set_bytes(
    CDItem *item, uint16_t group, uint16_t element, const uint8_t *bytes, size_t length) {
    return cd::guardedObject(
        [&] { return written(cd::dcm(item)->putAndInsertUint8Array(DcmTagKey(group, element), bytes, length)); });
}

cd_object_status cd_item_set_sequence(CDItem *item, uint16_t group, uint16_t element) {
    return cd::guardedObject([&] {
        const DcmTagKey tag(group, element);
        if (cd::dcm(item)->tagExists(tag)) return CD_OBJECT_OK;
        return written(cd::dcm(item)->insertEmptyElement(tag));
    });
}

cd_object_status cd_item_append(CDItem *item, uint16_t group, uint16_t element, CDItem **child) {
    return cd::guardedObject([&] {
        DcmItem *appended = nullptr;
        const OFCondition result = cd::dcm(item)->findOrCreateSequenceItem(DcmTagKey(group, element), appended, -2);
        *child = cd::borrowed(appended);
        return written(result);
    });
}

cd_object_status cd_item_copy(CDItem *item, CDItem *source, uint16_t group, uint16_t element) {
    return cd::guardedObject([&] {
        const DcmTagKey tag(group, element);
        if (!cd::dcm(source)->tagExists(tag)) return CD_OBJECT_OK;
        return written(cd::dcm(source)->findAndInsertCopyOfElement(tag, cd::dcm(item), OFTrue));
    });
}

bool cd_item_is_text(CDItem *item, uint16_t group, uint16_t element) {
    DcmElement *found = nullptr;
    if (cd::dcm(item)->findAndGetElement(DcmTagKey(group, element), found).bad() || !found) return false;
    switch (found->ident()) {
    case EVR_LO:
    case EVR_LT:
    case EVR_PN:
    case EVR_SH:
    case EVR_ST:
    case EVR_UC:
    case EVR_UT: return true;
    default: return false;
    }
}

bool cd_item_tag_at(CDItem *item, size_t index, uint16_t *group, uint16_t *element) {
    if (index >= cd::dcm(item)->card()) return false;
    DcmElement *found = cd::dcm(item)->getElement(index);
    *group = found->getGTag();
    *element = found->getETag();
    return true;
}

bool cd_text_encode(const char *utf8, size_t length, const char *character_set, const char **bytes, size_t *size) {
    thread_local OFString encoded;
    const auto status = cd::guardedObject([&] {
        DcmSpecificCharacterSet converter;
        OFCondition result = converter.selectCharacterSet("ISO_IR 192", character_set);
        if (result.good()) result = converter.convertString(utf8, length, encoded);
        return written(result);
    });
    *bytes = encoded.data();
    *size = encoded.size();
    return status == CD_OBJECT_OK;
}

cd_object_status cd_report_check(CDObject *object) {
    return cd::guardedObject([&] {
        DSRDocument document;
        return written(document.read(*object->file.getDataset()));
    });
}

cd_object_status cd_object_save(
    CDObject *object, const char *path, const char *implementation_class_uid, const char *implementation_version) {
    return cd::guardedObject([&] {
        DcmMetaInfo &meta = *object->file.getMetaInfo();
        OFCondition result = object->file.validateMetaInfo(EXS_LittleEndianImplicit, EWM_createNewMeta);
        if (result.good()) result = meta.putAndInsertString(DCM_ImplementationClassUID, implementation_class_uid);
        if (result.good()) result = meta.putAndInsertString(DCM_ImplementationVersionName, implementation_version);
        if (result.good())
            result = meta.computeGroupLengthAndPadding(
                EGL_recalcGL, EPD_noChange, META_HEADER_DEFAULT_TRANSFERSYNTAX, EET_UndefinedLength);
        if (result.good())
            result = object->file.saveFile(
                path, EXS_LittleEndianImplicit, EET_ExplicitLength, EGL_withoutGL, EPD_withoutPadding, 0, 0,
                EWM_dontUpdateMeta);
        return result.good() ? CD_OBJECT_OK : cd::fail(CD_OBJECT_NOT_WRITTEN, result.text());
    });
}
}
