#include "CImageCodecs.h"

#include <png.h>
#include <stdio.h>
#include <stdlib.h>

int ci_png_write(
    const uint8_t *shades, size_t rows, size_t columns, CIEncodedPicture *picture, char message[CI_MESSAGE_LENGTH]) {
    *picture = (CIEncodedPicture){0};
    png_image image = {.version = PNG_IMAGE_VERSION};
    image.width = (png_uint_32)columns;
    image.height = (png_uint_32)rows;
    image.format = PNG_FORMAT_GRAY;
    // Speed before size: a client waits.
    image.flags = PNG_IMAGE_FLAG_FAST;
    png_alloc_size_t length = PNG_IMAGE_PNG_SIZE_MAX(image);
    uint8_t *bytes = malloc(length);
    if (bytes == NULL) {
        snprintf(message, CI_MESSAGE_LENGTH, "out of memory");
        return CI_NO_MEMORY;
    }
    if (png_image_write_to_memory(&image, bytes, &length, 0, shades, 0, NULL) == 0) {
        snprintf(message, CI_MESSAGE_LENGTH, "%s", image.message);
        free(bytes);
        return CI_UNSUPPORTED;
    }
    picture->bytes = bytes;
    picture->length = length;
    return CI_OK;
}
