// PNG and JPEG pictures to grey samples, through libpng and libjpeg; JPEG 2000 has a header of its own.
//
// Each function decodes a whole file held in memory, refuses what is larger than the caller allows before it reserves
// memory for it, and never lets a library's longjmp leave the function: an error is a status and a text.
#ifndef CImageCodecs_H
#define CImageCodecs_H

#include <stddef.h>
#include <stdint.h>

enum {
    CI_OK = 0,
    CI_TOO_LARGE = 1,   // more pixels than the caller allows
    CI_UNSUPPORTED = 2, // a valid file of a kind that is not a grey or RGB picture
    CI_CORRUPT = 3,     // truncated or broken
    CI_NO_MEMORY = 4,
    CI_INCONSISTENT = 5, // the file is not what the caller was told it is
};

// The place for an error text, the size the libraries expect.
enum { CI_MESSAGE_LENGTH = 256 };

typedef struct CIGrayPicture {
    size_t rows;
    size_t columns;
    uint16_t *samples; // rows * columns, row-major, 0...maximum; freed by ci_picture_free
    uint16_t maximum;  // 255 or 65535
} CIGrayPicture;

// Grey, grey with alpha, palette and RGB pictures of 1 to 16 bits, interlaced or not; alpha is dropped, colour becomes
// luma (ITU-R BT.601). Samples are taken as stored: no gamma correction.
int ci_png_read(
    const uint8_t *bytes, size_t length, size_t maximumPixels, CIGrayPicture *picture, char message[CI_MESSAGE_LENGTH]);

// Baseline and progressive JPEG of 8 bits, grey, YCbCr or RGB. What libjpeg only warns of (a truncated file above all)
// is refused here: half a chest is not a picture to report on.
int ci_jpeg_read(
    const uint8_t *bytes, size_t length, size_t maximumPixels, CIGrayPicture *picture, char message[CI_MESSAGE_LENGTH]);

void ci_picture_free(CIGrayPicture *picture);

#include "CIJPEG2000.h"

#endif
