#include "CIJPEG2000.h"
#include "JPEG2000Precincts.h"

#include <openjpeg-2.5/openjpeg.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

// Real tiles are at least 128 by 128. OpenJPEG allocates 7 kB per declared tile before it reads any.
enum { tileLimit = 8192 };

static void report(char *message, const char *text) { snprintf(message, CI_MESSAGE_LENGTH, "%s", text); }

static int fail(int status, char *message, const char *text) {
    report(message, text);
    return status;
}

static uint32_t word(const uint8_t *bytes, int count) {
    uint32_t value = 0;
    for (int i = 0; i < count; i++) {
        value = value << 8 | bytes[i];
    }
    return value;
}

// Checks that each tile has a tile-part (SOT, ISO/IEC 15444-1 A.4.2): OpenJPEG leaves tiles without one black.
static int checkTiles(const uint8_t *bytes, size_t length, size_t tiles, char *message) {
    bool isThere[tileLimit] = {false};
    size_t found = 0;
    size_t at = 2;
    while (found < tiles && at < length && length - at >= 12) {
        const uint32_t marker = word(bytes + at, 2);
        const uint32_t tile = word(bytes + at + 4, 2);
        size_t step = 2 + (size_t)word(bytes + at + 2, 2);
        if (marker == 0xFF90) {
            // 0: the part extends to the end of the stream.
            step = word(bytes + at + 6, 4);
            step = step == 0 ? length - at : step;
            if (step < 12 || tile >= tiles) {
                break;
            }
            found += !isThere[tile];
            isThere[tile] = true;
        } else if (marker < 0xFF30 || marker == 0xFFD9) {
            break;
        }
        at += step;
    }
    return found == tiles ? CI_OK : fail(CI_CORRUPT, message, "tiles are missing");
}

// Checks the precincts of the main header and of each tile-part's header, which may say others for its tile.
static int checkPrecincts(const uint8_t *bytes, size_t length, const CIJPEG2000Layout *layout, char *message) {
    size_t at = 2;
    size_t next = length; // where the tile-part ends
    while (at < length && length - at >= 12) {
        const uint32_t marker = word(bytes + at, 2);
        const size_t step = 2 + (size_t)word(bytes + at + 2, 2);
        if (marker == 0xFF90) {
            const size_t part = word(bytes + at + 6, 4);
            next = part < 12 || part > length - at ? length : at + part;
        }
        if (marker == 0xFF93) {
            // Never back, whatever the segments before say.
            at = next > at ? next : length;
            continue;
        }
        if (marker < 0xFF30 || marker == 0xFFD9) {
            break;
        }
        const bool isCoding = marker == 0xFF52 || marker == 0xFF53;
        if (isCoding && step <= length - at &&
            declaresTooManyPrecincts(bytes + at, step, length, layout->columns, layout->rows)) {
            return fail(CI_CORRUPT, message, "the code stream declares more precincts than it can have");
        }
        at += step;
    }
    return CI_OK;
}

// Checks image and tile size (SIZ, ISO/IEC 15444-1 A.5.1), the first segment of every code stream.
static int checkHeader(const uint8_t *bytes, size_t length, const CIJPEG2000Layout *layout, char *message) {
    if (length < 42 || word(bytes, 4) != 0xFF4FFF51) {
        return fail(CI_CORRUPT, message, "not a JPEG 2000 code stream");
    }
    const uint8_t *size = bytes + 8;
    uint64_t right = word(size, 4), bottom = word(size + 4, 4), left = word(size + 8, 4), top = word(size + 12, 4);
    uint64_t tileWidth = word(size + 16, 4), tileHeight = word(size + 20, 4);
    uint64_t tileLeft = word(size + 24, 4), tileTop = word(size + 28, 4);
    uint32_t components = word(size + 32, 2);
    if (left >= right || top >= bottom || right - left != layout->columns || bottom - top != layout->rows) {
        return fail(CI_INCONSISTENT, message, "the size of the code stream is not that of its header");
    }
    if (components != layout->components || length < 42 + 3 * (size_t)components) {
        return fail(CI_INCONSISTENT, message, "the components of the code stream are not those of its header");
    }
    for (uint32_t component = 0; component < components; component++) {
        const uint8_t *coding = size + 34 + 3 * component;
        if ((coding[0] & 0x7Fu) + 1 != layout->precision) {
            return fail(CI_UNSUPPORTED, message, "components of different precision");
        }
        if (coding[1] != 1 || coding[2] != 1) {
            return fail(CI_UNSUPPORTED, message, "subsampled components");
        }
    }
    if (tileWidth == 0 || tileHeight == 0 || tileLeft > left || tileTop > top) {
        return fail(CI_CORRUPT, message, "tiles of size zero");
    }
    uint64_t across = (right - tileLeft + tileWidth - 1) / tileWidth;
    uint64_t down = (bottom - tileTop + tileHeight - 1) / tileHeight;
    if (across > tileLimit || down > tileLimit || across * down > tileLimit) {
        return fail(CI_CORRUPT, message, "too many tiles");
    }
    const int status = checkTiles(bytes, length, (size_t)(across * down), message);
    return status == CI_OK ? checkPrecincts(bytes, length, layout, message) : status;
}

// The code stream as OpenJPEG reads it.
typedef struct Reader {
    const uint8_t *bytes;
    size_t length;
    size_t position;
} Reader;

static OPJ_SIZE_T readBytes(void *buffer, OPJ_SIZE_T count, void *context) {
    Reader *reader = context;
    size_t left = reader->length - reader->position;
    if (left == 0) {
        return (OPJ_SIZE_T)-1;
    }
    size_t given = count < left ? count : left;
    memcpy(buffer, reader->bytes + reader->position, given);
    reader->position += given;
    return given;
}

static OPJ_OFF_T skipBytes(OPJ_OFF_T count, void *context) {
    Reader *reader = context;
    size_t left = reader->length - reader->position;
    if (count < 0 || (left == 0 && count > 0)) {
        return -1;
    }
    size_t skipped = (uint64_t)count < left ? (size_t)count : left;
    reader->position += skipped;
    return (OPJ_OFF_T)skipped;
}

static OPJ_BOOL seekBytes(OPJ_OFF_T position, void *context) {
    Reader *reader = context;
    if (position < 0 || (uint64_t)position > reader->length) {
        return OPJ_FALSE;
    }
    reader->position = (size_t)position;
    return OPJ_TRUE;
}

// Keeps the first error, which is the cause; later ones are only consequences.
static void onError(const char *text, void *context) {
    char *message = context;
    if (message[0] == '\0') {
        report(message, text);
        message[strcspn(message, "\n")] = '\0';
    }
}

static int decodeStream(opj_codec_t *codec, opj_stream_t *stream, int threads, opj_image_t **image, char *message) {
    opj_dparameters_t parameters;
    opj_set_default_decoder_parameters(&parameters);
    opj_set_error_handler(codec, onError, message);
    // If threads cannot be had, decoding works without them.
    if (threads > 1) {
        opj_codec_set_threads(codec, threads);
    }
    // Strict mode: a partly decoded chest must not be reported on.
    bool isDecoded = opj_setup_decoder(codec, &parameters) && opj_decoder_set_strict_mode(codec, OPJ_TRUE) &&
                     opj_read_header(stream, codec, image) && opj_decode(codec, stream, *image);
    if (isDecoded) {
        return CI_OK;
    }
    if (message[0] == '\0') {
        report(message, "OpenJPEG gave no reason");
    }
    return strstr(message, "memory") != NULL ? CI_NO_MEMORY : CI_CORRUPT;
}

static int decode(
    const uint8_t *bytes, size_t length, const CIJPEG2000Layout *layout, int threads, opj_image_t **image,
    char *message) {
    message[0] = '\0';
    *image = NULL;
    int status = checkHeader(bytes, length, layout, message);
    if (status != CI_OK) {
        return status;
    }
    Reader reader = {bytes, length, 0};
    opj_codec_t *codec = opj_create_decompress(OPJ_CODEC_J2K);
    opj_stream_t *stream = opj_stream_default_create(OPJ_TRUE);
    if (codec == NULL || stream == NULL) {
        status = fail(CI_NO_MEMORY, message, "out of memory");
    } else {
        opj_stream_set_user_data(stream, &reader, NULL);
        opj_stream_set_user_data_length(stream, length);
        opj_stream_set_read_function(stream, readBytes);
        opj_stream_set_skip_function(stream, skipBytes);
        opj_stream_set_seek_function(stream, seekBytes);
        status = decodeStream(codec, stream, threads, image, message);
    }
    opj_stream_destroy(stream);
    opj_destroy_codec(codec);
    if (status != CI_OK) {
        return status;
    }
    for (uint32_t i = 0; i < layout->components; i++) {
        const opj_image_comp_t *component = &(*image)->comps[i];
        bool isWhole = component->w == layout->columns && component->h == layout->rows && component->data != NULL;
        // A later marker may have changed the bit depth.
        if (!isWhole || component->prec != layout->precision) {
            return fail(CI_CORRUPT, message, "the decoded image does not match the code stream's header");
        }
    }
    return CI_OK;
}

int ci_jpeg2000_decode(
    const uint8_t *bytes, size_t length, const CIJPEG2000Layout *layout, int threads, uint16_t *samples,
    char message[CI_MESSAGE_LENGTH]) {
    opj_image_t *image;
    int status = decode(bytes, length, layout, threads, &image, message);
    if (status == CI_OK) {
        const uint32_t mask = (1u << layout->precision) - 1;
        const size_t count = (size_t)layout->rows * layout->columns;
        for (uint32_t component = 0; component < layout->components; component++) {
            const OPJ_INT32 *data = image->comps[component].data;
            uint16_t *sample = samples + component;
            for (size_t i = 0; i < count; i++) {
                sample[i * layout->components] = (uint16_t)((uint32_t)data[i] & mask);
            }
        }
    }
    opj_image_destroy(image);
    return status;
}
