#define _GNU_SOURCE

#include "CImageCodecs.h"

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>

#include <jpeglib.h>

typedef struct Writer {
    struct jpeg_compress_struct jpeg;
    struct jpeg_error_mgr errors;
    jmp_buf leave;
    FILE *file;
    char *bytes;
    size_t length;
    char *message;
} Writer;

static void onError(j_common_ptr common) {
    Writer *writer = common->client_data;
    char text[JMSG_LENGTH_MAX];
    common->err->format_message(common, text);
    snprintf(writer->message, CI_MESSAGE_LENGTH, "%s", text);
    longjmp(writer->leave, 1);
}

static void onMessage(j_common_ptr common, int level) {
    (void)common;
    (void)level;
}

// Any call of libjpeg may leave this function by longjmp; the only setjmp is in `ci_jpeg_write`.
static void encode(Writer *writer, const uint8_t *shades, size_t rows, size_t columns, int quality) {
    struct jpeg_compress_struct *jpeg = &writer->jpeg;
    jpeg_create_compress(jpeg);
    jpeg_stdio_dest(jpeg, writer->file);
    jpeg->image_width = (JDIMENSION)columns;
    jpeg->image_height = (JDIMENSION)rows;
    jpeg->input_components = 1;
    jpeg->in_color_space = JCS_GRAYSCALE;
    jpeg_set_defaults(jpeg);
    jpeg_set_quality(jpeg, quality, TRUE);
    jpeg->dct_method = JDCT_ISLOW;
    jpeg_start_compress(jpeg, TRUE);
    while (jpeg->next_scanline < jpeg->image_height) {
        JSAMPROW row = (JSAMPROW)shades + (size_t)jpeg->next_scanline * columns;
        jpeg_write_scanlines(jpeg, &row, 1);
    }
    jpeg_finish_compress(jpeg);
}

int ci_jpeg_write(
    const uint8_t *shades, size_t rows, size_t columns, int quality, CIEncodedPicture *picture,
    char message[CI_MESSAGE_LENGTH]) {
    *picture = (CIEncodedPicture){0};
    Writer *writer = calloc(1, sizeof *writer);
    if (writer == NULL) {
        snprintf(message, CI_MESSAGE_LENGTH, "out of memory");
        return CI_NO_MEMORY;
    }
    writer->file = open_memstream(&writer->bytes, &writer->length);
    if (writer->file == NULL) {
        snprintf(message, CI_MESSAGE_LENGTH, "out of memory");
        free(writer);
        return CI_NO_MEMORY;
    }
    writer->message = message;
    writer->jpeg.err = jpeg_std_error(&writer->errors);
    writer->jpeg.client_data = writer;
    writer->errors.error_exit = onError;
    writer->errors.emit_message = onMessage;
    int status = CI_OK;
    if (setjmp(writer->leave) != 0) {
        status = CI_UNSUPPORTED;
    } else {
        encode(writer, shades, rows, columns, quality);
    }
    jpeg_destroy_compress(&writer->jpeg);
    if (fclose(writer->file) != 0 && status == CI_OK) {
        snprintf(message, CI_MESSAGE_LENGTH, "out of memory");
        status = CI_NO_MEMORY;
    }
    if (status == CI_OK) {
        picture->bytes = (unsigned char *)writer->bytes;
        picture->length = writer->length;
    } else {
        free(writer->bytes);
    }
    free(writer);
    return status;
}
