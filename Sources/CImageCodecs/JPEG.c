#include "CImageCodecs.h"

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jpeglib.h>

typedef struct Reader {
    struct jpeg_decompress_struct jpeg;
    struct jpeg_error_mgr errors;
    jmp_buf leave;
    uint8_t *row;
    char *message;
} Reader;

static void report(char *message, const char *text) { snprintf(message, CI_MESSAGE_LENGTH, "%s", text); }

// Reports libjpeg's own text, which fits JMSG_LENGTH_MAX (200) bytes.
static void onError(j_common_ptr common) {
    Reader *reader = common->client_data;
    char text[JMSG_LENGTH_MAX];
    common->err->format_message(common, text);
    report(reader->message, text);
    longjmp(reader->leave, 1);
}

// A level below zero is a warning about corrupt data, after which libjpeg would make up the missing pixels.
static void onMessage(j_common_ptr common, int level) {
    if (level < 0) {
        onError(common);
    }
}

// Any call of libjpeg may leave this function by longjmp; the only setjmp is in `ci_jpeg_read`.
static int decode(Reader *reader, const uint8_t *bytes, size_t length, size_t maximumPixels, CIGrayPicture *picture) {
    struct jpeg_decompress_struct *jpeg = &reader->jpeg;
    jpeg_create_decompress(jpeg);
    jpeg_mem_src(jpeg, bytes, length);
    jpeg_read_header(jpeg, TRUE);
    picture->rows = jpeg->image_height;
    picture->columns = jpeg->image_width;
    if (picture->rows * picture->columns > maximumPixels) {
        report(reader->message, "more pixels than allowed");
        return CI_TOO_LARGE;
    }
    if (jpeg->num_components != 1 && jpeg->num_components != 3) {
        report(reader->message, "the picture is neither grey nor RGB");
        return CI_UNSUPPORTED;
    }
    jpeg->out_color_space = JCS_GRAYSCALE;
    jpeg->dct_method = JDCT_ISLOW;
    jpeg_start_decompress(jpeg);
    reader->row = malloc(picture->columns);
    picture->samples = malloc(sizeof(uint16_t) * picture->rows * picture->columns);
    if (reader->row == NULL || picture->samples == NULL) {
        report(reader->message, "out of memory");
        return CI_NO_MEMORY;
    }
    while (jpeg->output_scanline < jpeg->output_height) {
        uint16_t *out = picture->samples + (size_t)jpeg->output_scanline * picture->columns;
        jpeg_read_scanlines(jpeg, &reader->row, 1);
        for (size_t x = 0; x < picture->columns; x++) {
            out[x] = reader->row[x];
        }
    }
    jpeg_finish_decompress(jpeg);
    picture->maximum = 255;
    return CI_OK;
}

int ci_jpeg_read(
    const uint8_t *bytes, size_t length, size_t maximumPixels, CIGrayPicture *picture,
    char message[CI_MESSAGE_LENGTH]) {
    memset(picture, 0, sizeof *picture);
    Reader *reader = calloc(1, sizeof *reader);
    if (reader == NULL) {
        report(message, "out of memory");
        return CI_NO_MEMORY;
    }
    reader->message = message;
    reader->jpeg.err = jpeg_std_error(&reader->errors);
    reader->jpeg.client_data = reader;
    reader->errors.error_exit = onError;
    reader->errors.emit_message = onMessage;
    int status;
    if (setjmp(reader->leave) != 0) {
        status = CI_CORRUPT;
    } else {
        status = decode(reader, bytes, length, maximumPixels, picture);
    }
    jpeg_destroy_decompress(&reader->jpeg);
    free(reader->row);
    free(reader);
    if (status != CI_OK) {
        ci_picture_free(picture);
    }
    return status;
}
