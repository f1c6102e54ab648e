#ifndef CDDICTIONARY_H
#define CDDICTIONARY_H

#include <stdbool.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// An attribute of PS3.6.
typedef struct {
    /// Two letters; XS for US or SS, as Pixel Representation says. Where the standard leaves another choice, the VR that
    /// Implicit VR has (PS3.5 A.1).
    char vr[3];
    char keyword[128];
} cd_attribute;

/// Finds the attribute with this tag in DCMTK's data dictionary. Returns false if the standard has none. May be called from
/// any thread.
bool cd_find_attribute(uint16_t group, uint16_t element, cd_attribute *attribute);

#ifdef __cplusplus
}
#endif
#endif
