#ifndef CATTRIBUTES_H
#define CATTRIBUTES_H

#include <stddef.h>
#include <stdint.h>

/// An attribute of PS3.6 chapter 6.
typedef struct {
    uint32_t tag;
    /// Two letters; XS for US or SS, as Pixel Representation says.
    const char *vr;
    const char *keyword;
} CAAttribute;

/// The attribute with this tag; NULL if the standard has none. Any group of an overlay or a curve counts as the first.
const CAAttribute *ca_attribute(uint32_t tag);

/// All attributes in the order of tags.
extern const CAAttribute ca_attributes[];
extern const size_t ca_attribute_count;

#endif
