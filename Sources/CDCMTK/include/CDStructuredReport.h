// Making DICOM objects: data sets built attribute by attribute, and Structured Reports checked by DCMTK's dcmsr.
#ifndef CDSTRUCTUREDREPORT_H
#define CDSTRUCTUREDREPORT_H

#include "CDObject.h"

#ifdef __cplusplus
extern "C" {
#endif

/// An object without attributes; owned by the caller, to be closed with cd_object_close.
cd_object_status cd_object_create(CDObject **object);

/// Sets a text attribute of the dictionary's VR to these bytes, replacing what stood there; empty where length is 0.
cd_object_status cd_item_set_text(CDItem *item, uint16_t group, uint16_t element, const char *bytes, size_t length);
/// Sets an attribute of bytes, or the pixels of an image of eight bits, to an even number of bytes.
cd_object_status cd_item_set_bytes(CDItem *item, uint16_t group, uint16_t element, const uint8_t *bytes, size_t length);
/// Makes sure that a sequence is there, empty unless it was there already.
cd_object_status cd_item_set_sequence(CDItem *item, uint16_t group, uint16_t element);
/// Appends an item to a sequence and makes the sequence where there is none.
cd_object_status cd_item_append(CDItem *item, uint16_t group, uint16_t element, CDItem **child);
/// Copies an attribute byte for byte, a sequence with all its items; does nothing where the source has none.
cd_object_status cd_item_copy(CDItem *item, CDItem *source, uint16_t group, uint16_t element);

/// Whether an attribute is text in the data set's character set: VR LO, LT, PN, SH, ST, UC or UT.
bool cd_item_is_text(CDItem *item, uint16_t group, uint16_t element);
/// The tag of the attribute at a place in the data set; false past its end.
bool cd_item_tag_at(CDItem *item, size_t index, uint16_t *group, uint16_t *element);

/// Rewrites UTF-8 in one of DICOM's character sets without code extensions; false where it does not fit. The result is
/// valid until the next call on this thread.
bool cd_text_encode(const char *utf8, size_t length, const char *character_set, const char **bytes, size_t *size);

/// Reads the object as dcmsr reads a document: value types, relationships, mandatory attributes.
cd_object_status cd_report_check(CDObject *object);

/// Writes Part 10 in Implicit VR Little Endian, with lengths throughout and nothing that depends on the moment; the
/// implementation is the one named here (PS3.7 D.3.3.2).
cd_object_status cd_object_save(
    CDObject *object, const char *path, const char *implementation_class_uid, const char *implementation_version);

#ifdef __cplusplus
}
#endif
#endif
