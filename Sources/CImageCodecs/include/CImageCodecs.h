// Decodes PNG and JPEG pictures to grey samples, and encodes them, with libpng and libjpeg; JPEG 2000 has its own
// header.
//
// Each function that reads decodes a whole file in memory, refuses a picture larger than the caller allows before it
// allocates memory for it, and contains the library's longjmp. An error is returned as a status and a text.
#ifndef CImageCodecs_H
#define CImageCodecs_H

#include <stddef.h>
#include <stdint.h>

enum {
    CI_OK = 0,
    CI_TOO_LARGE = 1,   // more pixels than the caller allows
    CI_UNSUPPORTED = 2, // a valid file, but not a grey or RGB picture
    CI_CORRUPT = 3,     // truncated or broken
    CI_NO_MEMORY = 4,
    CI_INCONSISTENT = 5, // the file does not match the data set
};

// Size of the buffer for an error text, as the libraries expect it.
enum { CI_MESSAGE_LENGTH = 256 };

typedef struct CIGrayPicture {
    size_t rows;
    size_t columns;
    uint16_t *samples; // rows * columns, row-major, 0...maximum; freed by ci_picture_free
    uint16_t maximum;  // 255 or 65535
} CIGrayPicture;

// Decodes grey, grey with alpha, palette and RGB pictures of 1 to 16 bits, interlaced or not; alpha is dropped, colour
// becomes luma (ITU-R BT.601). Samples are taken as stored: no gamma correction.
int ci_png_read(
    const uint8_t *bytes, size_t length, size_t maximumPixels, CIGrayPicture *picture, char message[CI_MESSAGE_LENGTH]);

// Decodes baseline and progressive JPEG of 8 bits, grey, YCbCr or RGB. Refuses files that libjpeg only warns about, such
// as truncated ones: half a chest must not be reported on.
int ci_jpeg_read(
    const uint8_t *bytes, size_t length, size_t maximumPixels, CIGrayPicture *picture, char message[CI_MESSAGE_LENGTH]);

void ci_picture_free(CIGrayPicture *picture);

// A file in memory, freed by ci_encoded_free.
typedef struct CIEncodedPicture {
    uint8_t *bytes;
    size_t length;
} CIEncodedPicture;

// Encodes rows * columns shades from 0, black, to 255, white, as baseline JPEG of a quality from 1 to 100.
int ci_jpeg_write(
    const uint8_t *shades, size_t rows, size_t columns, int quality, CIEncodedPicture *picture,
    char message[CI_MESSAGE_LENGTH]);

// The same as PNG of 8 bits.
int ci_png_write(
    const uint8_t *shades, size_t rows, size_t columns, CIEncodedPicture *picture, char message[CI_MESSAGE_LENGTH]);

void ci_encoded_free(CIEncodedPicture *picture);

#include "CIJPEG2000.h"

#endif
