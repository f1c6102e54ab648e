// JPEG 2000 code streams (ISO/IEC 15444-1, as PS3.5 A.4.4 has them) to the samples of a DICOM frame, through OpenJPEG.
//
// The stream's own header is compared with what the data set declares before OpenJPEG sees a byte of it, so that no
// stream decides how much memory is taken for its samples. Errors are a status and a text.
#ifndef CIJPEG2000_H
#define CIJPEG2000_H

#include "CImageCodecs.h"

#include <stdbool.h>

// What the data set says of the frame (PS3.3 C.7.6.3), checked by the caller: 1 or 3 components, 8 or 16 bits allocated.
typedef struct CIJPEG2000Layout {
    uint32_t rows;
    uint32_t columns;
    uint16_t components;
    uint16_t bitsAllocated;
    uint16_t bitsStored;
    uint16_t highBit;
    bool isSigned;
} CIJPEG2000Layout;

// rows * columns stored values of one component: the stored bits, right-aligned and not sign-extended. The data set
// decides whether they are signed; where the stream says otherwise its bits are kept.
int ci_jpeg2000_stored_values(
    const uint8_t *bytes, size_t length, const CIJPEG2000Layout *layout, int threads, uint16_t *values,
    char message[CI_MESSAGE_LENGTH]);

// rows * columns luminances (ITU-R BT.601) of three components in 0...1: of red, green and blue, or the first component
// as it stands where `firstIsLuminance`.
int ci_jpeg2000_luminance(
    const uint8_t *bytes, size_t length, const CIJPEG2000Layout *layout, bool firstIsLuminance, int threads,
    float *values, char message[CI_MESSAGE_LENGTH]);

#endif
