#include "CDDictionary.h"

#include <cstdio>
#include <cstring>

#include "dcmtk/config/osconfig.h"

#include "dcmtk/dcmdata/dcdict.h"
#include "dcmtk/dcmdata/dcdicent.h"

namespace {

/// The two letters of a VR, also of those that only DCMTK has for a choice of several.
const char *letters(const DcmVR &vr) {
    switch (vr.getEVR()) {
    case EVR_xs: return "XS";
    case EVR_ox:
    case EVR_px:
    case EVR_lt: return "OW";
    case EVR_up: return "UL";
    default: return vr.getValidVRName();
    }
}

/// The keyword, without the prefixes by which DCMTK marks what later editions of the standard left out.
const char *keyword(const char *name) {
    for (const char *prefix : {"RETIRED_", "ACR_NEMA_"}) {
        const size_t length = std::strlen(prefix);
        if (std::strncmp(name, prefix, length) == 0) return name + length;
    }
    return name;
}

}  // namespace

bool cd_find_attribute(uint16_t group, uint16_t element, cd_attribute *attribute) {
    const DcmDataDictionary &dictionary = dcmDataDict.rdlock();
    const DcmDictEntry *const entry = dictionary.findEntry(DcmTagKey(group, element), nullptr);
    if (entry != nullptr) {
        std::snprintf(attribute->vr, sizeof attribute->vr, "%s", letters(entry->getVR()));
        std::snprintf(attribute->keyword, sizeof attribute->keyword, "%s", keyword(entry->getTagName()));
    }
    dcmDataDict.rdunlock();
    return entry != nullptr;
}
