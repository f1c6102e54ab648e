#include "JPEG2000Precincts.h"

// Precincts of 16 by 16 samples, the smallest in use, in the largest image.
static const uint64_t precinctLimit = 1 << 20;
// What a stream may declare without having a byte for the packet of each (B.10).
static const uint64_t unquestioned = 4096;

static uint64_t divided(uint64_t value, unsigned exponent) {
    return (value + ((uint64_t)1 << exponent) - 1) >> exponent;
}

bool declaresTooManyPrecincts(
    const uint8_t *segment, size_t segmentLength, size_t length, size_t columns, size_t rows) {
    // Before the number of decompositions: marker, length, then Scod, progression, layers, transform; or Ccoc, Scoc.
    const bool isComponent = segment[1] == 0x53;
    const size_t style = isComponent ? 5 : 4, coding = isComponent ? 6 : 9;
    // Without sizes each resolution is one precinct of 32768 by 32768.
    if (segmentLength < coding + 5 || (segment[style] & 1) == 0) {
        return false;
    }
    const unsigned levels = segment[coding];
    if (levels > 32 || segmentLength < coding + 5 + levels + 1) {
        return false; // OpenJPEG refuses it
    }
    uint64_t count = 0;
    for (unsigned resolution = 0; resolution <= levels; resolution++) {
        const uint8_t size = segment[coding + 5 + resolution];
        const unsigned reduction = levels - resolution;
        count += divided(divided(columns, reduction), size & 15) * divided(divided(rows, reduction), size >> 4);
    }
    return count > precinctLimit || count > unquestioned + length;
}
