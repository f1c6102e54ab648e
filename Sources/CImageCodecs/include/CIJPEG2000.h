// Decodes JPEG 2000 code streams, high-throughput ones too (ISO/IEC 15444-1 and -15, as in PS3.5 A.4.4 and A.4.11), with
// OpenJPEG.
//
// The stream's header is compared with what the caller expects before OpenJPEG sees it, so that a stream cannot decide
// how much memory is allocated for its samples. An error is returned as a status and a text.
#ifndef CIJPEG2000_H
#define CIJPEG2000_H

#include "CImageCodecs.h"

// What the code stream's header says (SIZ, ISO/IEC 15444-1 A.5.1), checked by the caller: 1 or 3 components of the same
// precision, 1 to 16 bits.
typedef struct CIJPEG2000Layout {
    uint32_t rows;
    uint32_t columns;
    uint16_t components;
    uint16_t precision;
} CIJPEG2000Layout;

// Decodes rows * columns * components samples of `precision` bits, right-aligned and not sign-extended. Component
// transforms of the stream are undone.
int ci_jpeg2000_decode(
    const uint8_t *bytes, size_t length, const CIJPEG2000Layout *layout, int threads, uint16_t *samples,
    char message[CI_MESSAGE_LENGTH]);

#endif
