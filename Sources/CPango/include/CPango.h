// Pages drawn with Pango and Cairo, as PDF or as a picture in shades of gray.
//
// The libraries are Debian's libpangocairo-1.0-0 and what it needs; they are loaded when the first page is drawn, so
// only the process that draws has them. Lengths are points (1/72 inch) from the upper left corner.
#ifndef CPANGO_H
#define CPANGO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// Loads the libraries, once per process; NULL, or why they cannot be had.
const char *cp_load(void);

/// A canvas: pages of one size. Used by one thread at a time.
typedef struct cp_canvas cp_canvas;

/// Pages of a PDF. `title` and `created` (YYYY-MM-DDThh:mm:ss) stand in its properties; nothing else does that depends
/// on the moment. NULL when there is no memory.
cp_canvas *cp_open_pdf(double width, double height, const char *title, const char *created);
/// One picture of `scale` pixels to the point, black. NULL when there is no memory.
cp_canvas *cp_open_picture(double width, double height, double scale);
void cp_close(cp_canvas *canvas);

/// How a text is set: size in points, and the width at which its lines break.
typedef struct cp_style {
    double size;
    double width;
    bool bold;
    bool centred;
} cp_style;

/// The gray of what is drawn from here on, 0 black to 1 white.
void cp_set_gray(cp_canvas *canvas, double gray);
/// Draws UTF-8 below `y`; a character that no font has is drawn as a box with its number.
void cp_text(cp_canvas *canvas, const char *text, size_t length, cp_style style, double x, double y);
/// The height of a text as it would be drawn.
double cp_text_height(cp_canvas *canvas, const char *text, size_t length, cp_style style);
void cp_fill(cp_canvas *canvas, double x, double y, double width, double height);
/// Draws a text in the middle of the page, turned by an angle in degrees, counter-clockwise.
void cp_turned_text(cp_canvas *canvas, const char *text, size_t length, double size, double degrees);
/// Ends a page of a PDF and begins the next.
void cp_next_page(cp_canvas *canvas);

/// Ends a PDF and gives its bytes, which live as long as the canvas; NULL where it could not be drawn.
const uint8_t *cp_finish_pdf(cp_canvas *canvas, size_t *size);
/// The shades of the picture, row by row, 0 black to 255 white: `rows * columns` bytes. False where it could not be
/// drawn.
bool cp_finish_picture(cp_canvas *canvas, uint8_t *shades);
/// The picture's size in pixels.
void cp_picture_size(const cp_canvas *canvas, uint32_t *columns, uint32_t *rows);

#endif
