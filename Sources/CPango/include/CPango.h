// Draws pages with Pango and Cairo, as a PDF or as a grayscale picture.
//
// Needs Debian's libpangocairo-1.0-0 and its dependencies. They are loaded when the first page is drawn, so only the
// process that draws loads them. Lengths are points (1/72 inch) from the upper left corner.
#ifndef CPANGO_H
#define CPANGO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// Loads the libraries, once per process. Returns NULL, or why they could not be loaded.
const char *cp_load(void);

/// A canvas: pages of one size. Used by one thread at a time.
typedef struct cp_canvas cp_canvas;

/// Opens a PDF. `title` and `created` (YYYY-MM-DDThh:mm:ss) go into its properties; nothing else in it depends on the
/// time. Returns NULL when out of memory.
cp_canvas *cp_open_pdf(double width, double height, const char *title, const char *created);
/// Opens one black picture of `scale` pixels per point. Returns NULL when out of memory.
cp_canvas *cp_open_picture(double width, double height, double scale);
void cp_close(cp_canvas *canvas);

/// Style of a text: size in points, and the width at which its lines wrap.
typedef struct cp_style {
    double size;
    double width;
    bool bold;
    bool centred;
} cp_style;

/// Sets the gray level of what is drawn next, from 0 (black) to 1 (white).
void cp_set_gray(cp_canvas *canvas, double gray);
/// Draws UTF-8 below `y`; a character that no font has becomes a box with its code.
void cp_text(cp_canvas *canvas, const char *text, size_t length, cp_style style, double x, double y);
/// The height of the text as `cp_text` would draw it.
double cp_text_height(cp_canvas *canvas, const char *text, size_t length, cp_style style);
void cp_fill(cp_canvas *canvas, double x, double y, double width, double height);
/// Draws a text with its middle at a point, rotated counter-clockwise by an angle in degrees.
void cp_turned_text(
    cp_canvas *canvas, const char *text, size_t length, double size, double degrees, double x, double y);
/// Draws shades, row by row, 0 (black) to 255 (white), stretched over a rectangle. Returns false when out of memory.
bool cp_film(
    cp_canvas *canvas, const uint8_t *shades, uint32_t columns, uint32_t rows, double x, double y, double width,
    double height);
/// How many characters of the text no installed font has.
int cp_unknown_glyphs(cp_canvas *canvas, const char *text, size_t length);
/// Ends a page of a PDF and starts the next.
void cp_next_page(cp_canvas *canvas);

/// Ends a PDF and returns its bytes, which live as long as the canvas; NULL if it could not be drawn.
const uint8_t *cp_finish_pdf(cp_canvas *canvas, size_t *size);
/// Writes the shades of the picture, row by row, 0 (black) to 255 (white): `rows * columns` bytes. Returns false if it
/// could not be drawn.
bool cp_finish_picture(cp_canvas *canvas, uint8_t *shades);
/// The picture's size in pixels.
void cp_picture_size(const cp_canvas *canvas, uint32_t *columns, uint32_t *rows);

#endif
