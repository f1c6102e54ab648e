#include <cstdint>
#include <cstdlib>
#include <cstring>

#include "CDObject.h"

extern "C" {

void cd_values_read(const uint8_t *bytes, size_t count, unsigned bits_allocated, uint16_t *values) {
    if (bits_allocated == 8) {
        for (size_t i = 0; i < count; ++i) values[i] = bytes[i];
    } else {
        // The machine is little endian, as the bytes are.
        std::memcpy(values, bytes, 2 * count);
    }
}

uint16_t cd_values_union(const uint16_t *values, size_t count) {
    uint16_t used = 0;
    for (size_t i = 0; i < count; ++i) used |= values[i];
    return used;
}

void cd_values_replace(uint16_t *values, size_t count, const uint16_t *table) {
    for (size_t i = 0; i < count; ++i) values[i] = table[values[i]];
}

cd_value_pairs cd_values_compare(
    const uint16_t *values, size_t count, size_t step, const int32_t *first, const int32_t *second) {
    cd_value_pairs pairs = {0, 0};
    for (size_t i = step; i < count; ++i) {
        const int32_t by_first = std::abs(first[values[i]] - first[values[i - step]]);
        const int32_t by_second = std::abs(second[values[i]] - second[values[i - step]]);
        pairs.different += by_first != by_second;
        pairs.closer += by_first < by_second;
    }
    return pairs;
}

void cd_values_count(const uint16_t *values, size_t count, uint32_t *counts) {
    // Neighbours are often the same: in one table each would wait for the one before it.
    uint32_t *const second = counts + 65536, *const third = second + 65536, *const fourth = third + 65536;
    size_t i = 0;
    for (; i + 4 <= count; i += 4) {
        ++counts[values[i]];
        ++second[values[i + 1]];
        ++third[values[i + 2]];
        ++fourth[values[i + 3]];
    }
    for (; i < count; ++i) ++counts[values[i]];
    for (size_t value = 0; value < 65536; ++value) counts[value] += second[value] + third[value] + fourth[value];
}

void cd_values_look_up(const uint16_t *values, size_t count, const float *table, float *result) {
    for (size_t i = 0; i < count; ++i) result[i] = table[values[i]];
}
}
