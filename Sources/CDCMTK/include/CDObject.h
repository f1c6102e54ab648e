// DICOM objects in files: attributes and pixels, through DCMTK's dcmdata and its codecs.
//
// An object is used by one thread at a time. Nothing here throws: every body runs inside one exception boundary, and
// `cd_last_error` then returns DCMTK's message, which never contains a value of an attribute.
#ifndef CDOBJECT_H
#define CDOBJECT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef enum cd_object_status {
    CD_OBJECT_OK = 0,
    CD_OBJECT_UNREADABLE,
    CD_OBJECT_NO_PIXEL_DATA,
    CD_OBJECT_INCONSISTENT,
    CD_OBJECT_UNDECODABLE,
    /// The object to be written is not a valid document.
    CD_OBJECT_INVALID,
    CD_OBJECT_NOT_WRITTEN,
    CD_OBJECT_OUT_OF_MEMORY,
    /// DCMTK is not usable on this machine.
    CD_OBJECT_UNAVAILABLE,
} cd_object_status;

/// A parsed file; owned by the caller from cd_object_read to cd_object_close.
typedef struct CDObject CDObject;
/// A data set or an item of a sequence; lives as long as the object it came from.
typedef struct CDItem CDItem;

/// Bytes of a data set: `count` of them in memory or, if `bytes` is NULL, at `offset` in the file.
typedef struct cd_segment {
    const uint8_t *bytes;
    uint64_t offset;
    uint64_t count;
} cd_segment;

/// Parses a data set that the caller has made from the elements of a file; long values in the file stay there until they
/// are read. DCMTK's parser is recursive, so the data set must not nest deeply. Neither the segments nor the descriptor of
/// the file need outlive the call.
///
/// `transfer_syntax` is the UID in the file, `coding` that of the coding of the segments.
cd_object_status cd_object_read(
    int descriptor, const char *transfer_syntax, const char *coding, const cd_segment *segments, size_t count,
    CDObject **object);
/// The two letters of the VR that PS3.6 gives an attribute, one of them if it allows several; false if DCMTK knows none.
bool cd_attribute_vr(uint16_t group, uint16_t element, char letters[2]);
void cd_object_close(CDObject *object);

/// UID of the data set's transfer syntax, "" if DCMTK does not know it.
const char *cd_object_transfer_syntax(const CDObject *object);
CDItem *cd_object_data_set(CDObject *object);

/// Number of items in a sequence, 0 if it is absent.
size_t cd_item_count(CDItem *item, uint16_t group, uint16_t element);
/// An item of a sequence, NULL if there is none at this index.
CDItem *cd_item_child(CDItem *item, uint16_t group, uint16_t element, size_t index);

/// Value representation and length in bytes of an element; false if it is absent.
bool cd_item_element(CDItem *item, uint16_t group, uint16_t element, const char **vr, size_t *length);
/// The bytes of a text value as stored in the data set, padding included.
bool cd_item_text(
    CDItem *item, uint16_t group, uint16_t element, const char **bytes, size_t *length, bool *is_person_name);
/// One value of an element of VR US, SS, UL, SL, FL, FD, DS or IS.
bool cd_item_number(CDItem *item, uint16_t group, uint16_t element, size_t index, double *number);
/// The 16-bit words of an element of VR OW, US or SS, in host order; NULL if it has none.
const uint16_t *cd_item_words(CDItem *item, uint16_t group, uint16_t element, size_t *count);

/// Pixel Data (7FE0,0010) as it lies in the object. Nothing of DCMTK has parsed it.
typedef struct cd_pixel_element {
    bool is_there;
    bool has_undefined_length;
    /// Whether the data set is in Explicit VR Big Endian.
    bool is_big_endian;
    /// "OB" or "UN" if the data set says so, else "OW".
    char vr[3];
    /// Bytes of the value that are there: up to its length, or to the end of the object.
    size_t count;
} cd_pixel_element;
void cd_object_pixel_element(const CDObject *object, cd_pixel_element *element);
/// Reads bytes of the value of Pixel Data; false if they are not there.
bool cd_object_pixel_bytes(const CDObject *object, size_t offset, size_t count, uint8_t *bytes);

/// Layout of a frame's samples (PS3.3 C.7.6.3), read and checked by the caller.
typedef struct cd_pixel_layout {
    uint32_t rows;
    uint32_t columns;
    uint16_t samples_per_pixel;
    uint16_t bits_allocated;
    uint16_t bits_stored;
    uint16_t high_bit;
} cd_pixel_layout;

/// Takes `count` samples of 8 or 16 bits from the little endian bytes of a frame, each as a word with all its bits.
void cd_values_read(const uint8_t *bytes, size_t count, unsigned bits_allocated, uint16_t *values);
/// The bits that any of the values has.
uint16_t cd_values_union(const uint16_t *values, size_t count);
/// Replaces each value by its entry in `table`, which has 65536.
void cd_values_replace(uint16_t *values, size_t count, const uint16_t *table);

/// Neighbours whose distance depends on how they are read.
typedef struct cd_value_pairs {
    size_t different;
    /// Those of them that are closer in the first reading.
    size_t closer;
} cd_value_pairs;
/// Compares two readings, each a number of at most 17 bits for every one of 65536 values, at all pairs of values that are
/// `step` apart.
cd_value_pairs cd_values_compare(
    const uint16_t *values, size_t count, size_t step, const int32_t *first, const int32_t *second);

/// Converts the little endian bytes of a colour frame to luminance (BT.601) in 0...1, by the photometric interpretation
/// and the palettes of the object.
cd_object_status cd_object_luminance(
    CDObject *object, const cd_pixel_layout *layout, const uint8_t *bytes, size_t count, float *values);

/// What a code stream's own header says, read and checked by the caller: 1 to 65535 rows and columns, 1 or 3 components,
/// a precision of 2 to 16 bits.
typedef struct cd_coded_frame {
    uint32_t rows;
    uint32_t columns;
    uint16_t components;
    uint16_t precision;
} cd_coded_frame;

/// Decodes a JPEG code stream (ISO/IEC 10918-1) of any process to rows × columns × components samples, in the colour
/// space of the stream. The caller has checked the markers before the scan: libjpeg loops forever at some.
cd_object_status cd_jpeg_decode(const uint8_t *bytes, size_t count, const cd_coded_frame *frame, uint16_t *samples);
/// The same for JPEG-LS (ISO/IEC 14495-1).
cd_object_status cd_jpeg_ls_decode(const uint8_t *bytes, size_t count, const cd_coded_frame *frame, uint16_t *samples);
/// Codes rows × columns samples of one component in JPEG-LS without loss. The caller has checked that no sample has more
/// bits than `precision`, and that they are less than 1 GiB. The code stream says a precision of 8, or 16 if there are more
/// bits. It has an even number of bytes; the caller frees `*stream`.
cd_object_status cd_jpeg_ls_encode(
    const uint16_t *samples, const cd_coded_frame *frame, uint8_t **stream, size_t *size);

/// Sets `counts[v]` to how often each stored value `v` occurs. `counts` has 4 × 65536 entries, all 0; those from 65536 on
/// are scratch.
void cd_values_count(const uint16_t *values, size_t count, uint32_t *counts);
/// `result[i] = table[values[i]]`.
void cd_values_look_up(const uint16_t *values, size_t count, const float *table, float *result);

#ifdef __cplusplus
}
#endif
#endif
