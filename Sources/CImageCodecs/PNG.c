#include "CImageCodecs.h"

#include <png.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// All the decoder's state is in one heap object, so that nothing is lost in a register after a longjmp.
typedef struct Reader {
    const uint8_t *bytes;
    size_t length;
    size_t position;
    png_structp png;
    png_infop info;
    uint8_t *raw;
    png_bytep *rowPointers;
    char *message;
} Reader;

static void report(char *message, const char *text) { snprintf(message, CI_MESSAGE_LENGTH, "%s", text); }

static void onError(png_structp png, png_const_charp text) {
    Reader *reader = png_get_error_ptr(png);
    report(reader->message, text);
    longjmp(png_jmpbuf(png), 1);
}

static void onWarning(png_structp png, png_const_charp text) {
    (void)png;
    (void)text;
}

static void readBytes(png_structp png, png_bytep destination, png_size_t count) {
    Reader *reader = png_get_io_ptr(png);
    if (count > reader->length - reader->position) {
        png_error(png, "the file ends too early");
    }
    memcpy(destination, reader->bytes + reader->position, count);
    reader->position += count;
}

static void closeReader(Reader *reader) {
    if (reader->png != NULL) {
        png_destroy_read_struct(&reader->png, &reader->info, NULL);
    }
    free(reader->raw);
    free(reader->rowPointers);
    free(reader);
}

// Weights of ITU-R BT.601 in 1/65536, as Pillow's conversion to "L" uses them.
static uint32_t luma(uint32_t red, uint32_t green, uint32_t blue) {
    return (uint32_t)(((uint64_t)red * 19595 + (uint64_t)green * 38470 + (uint64_t)blue * 7471 + 0x8000) >> 16);
}

static uint32_t sampleAt(const uint8_t *row, size_t index, int depth) {
    return depth == 16 ? (uint32_t)row[2 * index] << 8 | row[2 * index + 1] : row[index];
}

static void toGray(const Reader *reader, int depth, size_t channels, CIGrayPicture *picture) {
    for (size_t y = 0; y < picture->rows; y++) {
        const uint8_t *row = reader->rowPointers[y];
        uint16_t *out = picture->samples + y * picture->columns;
        for (size_t x = 0; x < picture->columns; x++) {
            size_t first = x * channels;
            out[x] = channels < 3 ? (uint16_t)sampleAt(row, first, depth)
                                  : (uint16_t)luma(
                                        sampleAt(row, first, depth), sampleAt(row, first + 1, depth),
                                        sampleAt(row, first + 2, depth));
        }
    }
    picture->maximum = depth == 16 ? 65535 : 255;
}

// Any call of libpng may leave this function by longjmp; the only setjmp is in `ci_png_read`.
static int decode(Reader *reader, size_t maximumPixels, CIGrayPicture *picture) {
    png_structp png = reader->png;
    png_set_read_fn(png, reader, readBytes);
    png_set_user_limits(png, 65535, 65535);
    png_read_info(png, reader->info);
    picture->rows = png_get_image_height(png, reader->info);
    picture->columns = png_get_image_width(png, reader->info);
    if (picture->rows * picture->columns > maximumPixels) {
        report(reader->message, "more pixels than allowed");
        return CI_TOO_LARGE;
    }
    if (png_get_color_type(png, reader->info) == PNG_COLOR_TYPE_PALETTE) {
        png_set_palette_to_rgb(png);
    }
    if (png_get_bit_depth(png, reader->info) < 8) {
        png_set_expand_gray_1_2_4_to_8(png);
    }
    png_set_strip_alpha(png);
    png_set_interlace_handling(png);
    png_read_update_info(png, reader->info);

    size_t rowBytes = png_get_rowbytes(png, reader->info);
    reader->raw = malloc(rowBytes * picture->rows);
    reader->rowPointers = malloc(sizeof(png_bytep) * picture->rows);
    picture->samples = malloc(sizeof(uint16_t) * picture->rows * picture->columns);
    if (reader->raw == NULL || reader->rowPointers == NULL || picture->samples == NULL) {
        report(reader->message, "out of memory");
        return CI_NO_MEMORY;
    }
    for (size_t y = 0; y < picture->rows; y++) {
        reader->rowPointers[y] = reader->raw + y * rowBytes;
    }
    png_read_image(png, reader->rowPointers);
    png_read_end(png, NULL);
    toGray(reader, png_get_bit_depth(png, reader->info), png_get_channels(png, reader->info), picture);
    return CI_OK;
}

int ci_png_read(
    const uint8_t *bytes, size_t length, size_t maximumPixels, CIGrayPicture *picture,
    char message[CI_MESSAGE_LENGTH]) {
    memset(picture, 0, sizeof *picture);
    Reader *reader = calloc(1, sizeof *reader);
    if (reader == NULL) {
        report(message, "out of memory");
        return CI_NO_MEMORY;
    }
    reader->bytes = bytes;
    reader->length = length;
    reader->message = message;
    reader->png = png_create_read_struct(PNG_LIBPNG_VER_STRING, reader, onError, onWarning);
    reader->info = reader->png == NULL ? NULL : png_create_info_struct(reader->png);
    int status;
    if (reader->info == NULL) {
        report(message, "out of memory");
        status = CI_NO_MEMORY;
    } else if (setjmp(png_jmpbuf(reader->png)) != 0) {
        status = CI_CORRUPT;
    } else {
        status = decode(reader, maximumPixels, picture);
    }
    if (status != CI_OK) {
        ci_picture_free(picture);
    }
    closeReader(reader);
    return status;
}
