// Builds DICOM objects attribute by attribute, and checks Structured Reports with DCMTK's dcmsr.
#ifndef CDSTRUCTUREDREPORT_H
#define CDSTRUCTUREDREPORT_H

#include "CDObject.h"

#ifdef __cplusplus
extern "C" {
#endif

/// Creates an object without attributes; the caller owns it and closes it with cd_object_close.
cd_object_status cd_object_create(CDObject **object);

/// Sets a text attribute, with the dictionary's VR, to these bytes, replacing its value; empty if length is 0.
cd_object_status cd_item_set_text(CDItem *item, uint16_t group, uint16_t element, const char *bytes, size_t length);
/// Sets an attribute of bytes, or the pixels of an 8-bit image, to an even number of bytes.
cd_object_status cd_item_set_bytes(CDItem *item, uint16_t group, uint16_t element, const uint8_t *bytes, size_t length);
/// Creates an empty sequence unless it exists already.
cd_object_status cd_item_set_sequence(CDItem *item, uint16_t group, uint16_t element);
/// Appends an item to a sequence, creating the sequence if necessary.
cd_object_status cd_item_append(CDItem *item, uint16_t group, uint16_t element, CDItem **child);
/// Copies an attribute byte for byte, a sequence with all its items; does nothing if the source lacks it.
cd_object_status cd_item_copy(CDItem *item, CDItem *source, uint16_t group, uint16_t element);

/// Whether an attribute is text in the data set's character set: its VR is LO, LT, PN, SH, ST, UC or UT.
bool cd_item_is_text(CDItem *item, uint16_t group, uint16_t element);
/// The tag of the attribute at an index in the data set; false past the last.
bool cd_item_tag_at(CDItem *item, size_t index, uint16_t *group, uint16_t *element);

/// Encodes UTF-8 in one of DICOM's character sets without code extensions; returns false if it cannot. The result is
/// valid until the next call on this thread.
bool cd_text_encode(const char *utf8, size_t length, const char *character_set, const char **bytes, size_t *size);

/// Checks that dcmsr accepts the object as a document: value types, relationships, mandatory attributes.
cd_object_status cd_report_check(CDObject *object);

/// Writes a Part 10 file in Implicit VR Little Endian, with explicit lengths throughout and nothing that depends on the
/// time; the implementation is the one given here (PS3.7 D.3.3.2).
cd_object_status cd_object_save(
    CDObject *object, const char *path, const char *implementation_class_uid, const char *implementation_version);

#ifdef __cplusplus
}
#endif
#endif
