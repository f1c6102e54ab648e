// Decodes JPEG 2000 code streams (ISO/IEC 15444-1, as in PS3.5 A.4.4) to the samples of a DICOM frame, with OpenJPEG.
//
// The stream's header is compared with the data set before OpenJPEG sees it, so that a stream cannot decide how much
// memory is allocated for its samples. An error is returned as a status and a text.
#ifndef CIJPEG2000_H
#define CIJPEG2000_H

#include "CImageCodecs.h"

#include <stdbool.h>

// What the data set says about the frame (PS3.3 C.7.6.3), checked by the caller: 1 or 3 components, 8 or 16 bits allocated.
typedef struct CIJPEG2000Layout {
    uint32_t rows;
    uint32_t columns;
    uint16_t components;
    uint16_t bitsAllocated;
    uint16_t bitsStored;
    uint16_t highBit;
    bool isSigned;
} CIJPEG2000Layout;

// Decodes rows * columns stored values of one component: the stored bits, right-aligned and not sign-extended. The data
// set decides whether they are signed; if the stream disagrees, its bits are kept as they are.
int ci_jpeg2000_stored_values(
    const uint8_t *bytes, size_t length, const CIJPEG2000Layout *layout, int threads, uint16_t *values,
    char message[CI_MESSAGE_LENGTH]);

// Decodes rows * columns luminances (ITU-R BT.601) in 0...1 from red, green and blue, or takes the first component
// unchanged if `firstIsLuminance`.
int ci_jpeg2000_luminance(
    const uint8_t *bytes, size_t length, const CIJPEG2000Layout *layout, bool firstIsLuminance, int threads,
    float *values, char message[CI_MESSAGE_LENGTH]);

#endif
