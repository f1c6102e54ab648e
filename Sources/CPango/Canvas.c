#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "CPango.h"
#include "Libraries.h"

struct cp_canvas {
    cairo_surface_t *surface;
    cairo_t *cairo;
    PangoLayout *layout;
    int columns;
    int rows;
    uint8_t *bytes;
    size_t size;
    size_t capacity;
};

static int append(void *closure, const unsigned char *data, unsigned int length) {
    cp_canvas *canvas = closure;
    if (canvas->size + length > canvas->capacity) {
        const size_t capacity = 2 * (canvas->size + length);
        uint8_t *grown = realloc(canvas->bytes, capacity);
        if (!grown) return 1;
        canvas->bytes = grown;
        canvas->capacity = capacity;
    }
    memcpy(canvas->bytes + canvas->size, data, length);
    canvas->size += length;
    return CAIRO_STATUS_SUCCESS;
}

// Makes shades and metrics independent of the machine's settings.
static void set_font_options(PangoLayout *layout) {
    cairo_font_options_t *options = lib.cairo_font_options_create();
    lib.cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY);
    lib.cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
    lib.cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
    lib.pango_cairo_context_set_font_options(lib.pango_layout_get_context(layout), options);
    lib.pango_cairo_context_set_resolution(lib.pango_layout_get_context(layout), 72);
    lib.pango_layout_context_changed(layout);
    lib.cairo_font_options_destroy(options);
}

// Disables ligatures, so that searching in or copying from a PDF gives the letters that were written.
static void set_features(PangoLayout *layout) {
    PangoAttrList *attributes = lib.pango_attr_list_new();
    lib.pango_attr_list_insert(attributes, lib.pango_attr_font_features_new("liga=0, clig=0"));
    lib.pango_layout_set_attributes(layout, attributes);
    lib.pango_attr_list_unref(attributes);
}

static cp_canvas *begin(cp_canvas *canvas, double scale) {
    canvas->cairo = lib.cairo_create(canvas->surface);
    if (lib.cairo_status(canvas->cairo) != CAIRO_STATUS_SUCCESS) {
        cp_close(canvas);
        return NULL;
    }
    lib.cairo_scale(canvas->cairo, scale, scale);
    canvas->layout = lib.pango_cairo_create_layout(canvas->cairo);
    set_font_options(canvas->layout);
    set_features(canvas->layout);
    lib.pango_layout_set_wrap(canvas->layout, PANGO_WRAP_WORD_CHAR);
    // Right-to-left text still starts at the left edge of its box.
    lib.pango_layout_set_auto_dir(canvas->layout, 0);
    return canvas;
}

cp_canvas *cp_open_pdf(double width, double height, const char *title, const char *created) {
    cp_canvas *canvas = calloc(1, sizeof *canvas);
    if (!canvas) return NULL;
    canvas->surface = lib.cairo_pdf_surface_create_for_stream(append, canvas, width, height);
    lib.cairo_pdf_surface_restrict_to_version(canvas->surface, CAIRO_PDF_VERSION_1_4);
    lib.cairo_pdf_surface_set_metadata(canvas->surface, CAIRO_PDF_METADATA_TITLE, title);
    lib.cairo_pdf_surface_set_metadata(canvas->surface, CAIRO_PDF_METADATA_CREATE_DATE, created);
    return begin(canvas, 1);
}

cp_canvas *cp_open_picture(double width, double height, double scale) {
    cp_canvas *canvas = calloc(1, sizeof *canvas);
    if (!canvas) return NULL;
    canvas->columns = (int)lround(width * scale);
    canvas->rows = (int)lround(height * scale);
    canvas->surface = lib.cairo_image_surface_create(CAIRO_FORMAT_RGB24, canvas->columns, canvas->rows);
    return begin(canvas, scale);
}

void cp_close(cp_canvas *canvas) {
    if (!canvas) return;
    if (canvas->layout) lib.g_object_unref(canvas->layout);
    if (canvas->cairo) lib.cairo_destroy(canvas->cairo);
    lib.cairo_surface_destroy(canvas->surface);
    free(canvas->bytes);
    free(canvas);
}

static void set(
    cp_canvas *canvas, const char *text, size_t length, double size, double width, bool bold, bool centred) {
    PangoFontDescription *font = lib.pango_font_description_new();
    lib.pango_font_description_set_family(font, "DejaVu Sans, sans-serif");
    lib.pango_font_description_set_absolute_size(font, size * PANGO_SCALE);
    lib.pango_font_description_set_weight(font, bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
    lib.pango_layout_set_font_description(canvas->layout, font);
    lib.pango_font_description_free(font);
    lib.pango_layout_set_width(canvas->layout, width > 0 ? (int)(width * PANGO_SCALE) : -1);
    lib.pango_layout_set_alignment(canvas->layout, centred ? PANGO_ALIGN_CENTER : PANGO_ALIGN_LEFT);
    lib.pango_layout_set_text(canvas->layout, text, (int)length);
}

void cp_set_gray(cp_canvas *canvas, double gray) { lib.cairo_set_source_rgb(canvas->cairo, gray, gray, gray); }

void cp_text(cp_canvas *canvas, const char *text, size_t length, cp_style style, double x, double y) {
    set(canvas, text, length, style.size, style.width, style.bold, style.centred);
    lib.cairo_move_to(canvas->cairo, x, y);
    lib.pango_cairo_show_layout(canvas->cairo, canvas->layout);
}

double cp_text_height(cp_canvas *canvas, const char *text, size_t length, cp_style style) {
    int height = 0;
    set(canvas, text, length, style.size, style.width, style.bold, style.centred);
    lib.pango_layout_get_size(canvas->layout, NULL, &height);
    return (double)height / PANGO_SCALE;
}

void cp_fill(cp_canvas *canvas, double x, double y, double width, double height) {
    lib.cairo_rectangle(canvas->cairo, x, y, width, height);
    lib.cairo_fill(canvas->cairo);
}

void cp_turned_text(
    cp_canvas *canvas, const char *text, size_t length, double size, double degrees, double x, double y) {
    int width = 0, height = 0;
    set(canvas, text, length, size, 0, true, false);
    lib.pango_layout_get_size(canvas->layout, &width, &height);
    lib.cairo_save(canvas->cairo);
    lib.cairo_translate(canvas->cairo, x, y);
    lib.cairo_rotate(canvas->cairo, -degrees * acos(-1) / 180);
    lib.cairo_move_to(canvas->cairo, -0.5 * width / PANGO_SCALE, -0.5 * height / PANGO_SCALE);
    // Drawn as outlines, so that extracting text from the PDF does not mix this with the report.
    lib.pango_cairo_layout_path(canvas->cairo, canvas->layout);
    lib.cairo_fill(canvas->cairo);
    lib.cairo_restore(canvas->cairo);
}

bool cp_film(
    cp_canvas *canvas, const uint8_t *shades, uint32_t columns, uint32_t rows, double x, double y, double width,
    double height) {
    cairo_surface_t *film = lib.cairo_image_surface_create(CAIRO_FORMAT_RGB24, (int)columns, (int)rows);
    unsigned char *pixels = lib.cairo_image_surface_get_data(film);
    if (lib.cairo_surface_status(film) != CAIRO_STATUS_SUCCESS || !pixels) {
        lib.cairo_surface_destroy(film);
        return false;
    }
    const size_t stride = (size_t)lib.cairo_image_surface_get_stride(film);
    lib.cairo_surface_flush(film);
    for (size_t row = 0; row < rows; row++)
        for (size_t column = 0; column < columns; column++)
            memset(pixels + row * stride + 4 * column, shades[row * columns + column], 4);
    lib.cairo_surface_mark_dirty(film);
    lib.cairo_save(canvas->cairo);
    lib.cairo_translate(canvas->cairo, x, y);
    lib.cairo_scale(canvas->cairo, width / columns, height / rows);
    lib.cairo_set_source_surface(canvas->cairo, film, 0, 0);
    lib.cairo_pattern_set_filter(lib.cairo_get_source(canvas->cairo), CAIRO_FILTER_GOOD);
    // Without this the edges of the film in a picture would be blended with what is behind it.
    if (canvas->columns) lib.cairo_pattern_set_extend(lib.cairo_get_source(canvas->cairo), CAIRO_EXTEND_PAD);
    lib.cairo_rectangle(canvas->cairo, 0, 0, columns, rows);
    lib.cairo_fill(canvas->cairo);
    lib.cairo_restore(canvas->cairo);
    lib.cairo_surface_destroy(film);
    return true;
}

int cp_unknown_glyphs(cp_canvas *canvas, const char *text, size_t length) {
    set(canvas, text, length, 10, 0, false, false);
    return lib.pango_layout_get_unknown_glyphs_count(canvas->layout);
}

void cp_next_page(cp_canvas *canvas) { lib.cairo_show_page(canvas->cairo); }

const uint8_t *cp_finish_pdf(cp_canvas *canvas, size_t *size) {
    lib.cairo_surface_finish(canvas->surface);
    *size = canvas->size;
    return lib.cairo_surface_status(canvas->surface) == CAIRO_STATUS_SUCCESS ? canvas->bytes : NULL;
}

bool cp_finish_picture(cp_canvas *canvas, uint8_t *shades) {
    lib.cairo_surface_flush(canvas->surface);
    const unsigned char *pixels = lib.cairo_image_surface_get_data(canvas->surface);
    if (!pixels || lib.cairo_status(canvas->cairo) != CAIRO_STATUS_SUCCESS) return false;
    const size_t stride = (size_t)lib.cairo_image_surface_get_stride(canvas->surface);
    for (int row = 0; row < canvas->rows; row++)
        for (int column = 0; column < canvas->columns; column++)
            // Red, green and blue are equal: take any byte except the unused fourth.
            shades[(size_t)row * (size_t)canvas->columns + (size_t)column] =
                pixels[(size_t)row * stride + 4 * (size_t)column + 1];
    return true;
}

void cp_picture_size(const cp_canvas *canvas, uint32_t *columns, uint32_t *rows) {
    *columns = (uint32_t)canvas->columns;
    *rows = (uint32_t)canvas->rows;
}
