// Counts the precincts that a JPEG 2000 code stream declares.
#ifndef JPEG2000PRECINCTS_H
#define JPEG2000PRECINCTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// Whether a segment COD or COC (ISO/IEC 15444-1 A.6.1, A.6.2), which begins with its marker, declares more precincts than
// a code stream of `length` bytes can have in one component of this size. OpenJPEG allocates some 400 bytes for each
// before it reads any.
bool declaresTooManyPrecincts(const uint8_t *segment, size_t segmentLength, size_t length, size_t columns, size_t rows);

#endif
