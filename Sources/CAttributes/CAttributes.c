#include "CAttributes.h"

// scripts/attributes.py writes the list.
const CAAttribute ca_attributes[] = {
#include "attributes.inc"
};

const size_t ca_attribute_count = sizeof ca_attributes / sizeof ca_attributes[0];

const CAAttribute *ca_attribute(uint32_t tag) {
    uint32_t family = tag & 0xFF000000u;
    if ((family == 0x50000000u || family == 0x60000000u) && (tag & 0x00E10000u) == 0) tag &= 0xFF00FFFFu;
    size_t low = 0, high = ca_attribute_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (ca_attributes[middle].tag < tag)
            low = middle + 1;
        else
            high = middle;
    }
    return low < ca_attribute_count && ca_attributes[low].tag == tag ? &ca_attributes[low] : NULL;
}
