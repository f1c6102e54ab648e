// The functions used from Cairo 1.16, Pango 1.50 and GObject 2, as their headers declare them. Their binary interfaces
// have been stable since; declaring them here means that the build does not need their development packages.
#ifndef CPANGO_LIBRARIES_H
#define CPANGO_LIBRARIES_H

typedef struct cairo cairo_t;
typedef struct cairo_surface cairo_surface_t;
typedef struct cairo_font_options cairo_font_options_t;
typedef struct cairo_pattern cairo_pattern_t;
typedef struct pango_layout PangoLayout;
typedef struct pango_context PangoContext;
typedef struct pango_font_description PangoFontDescription;
typedef struct pango_attributes PangoAttrList;
typedef struct pango_attribute PangoAttribute;

enum {
    CAIRO_STATUS_SUCCESS = 0,
    CAIRO_FORMAT_RGB24 = 1,
    CAIRO_ANTIALIAS_GRAY = 2,
    CAIRO_HINT_STYLE_NONE = 1,
    CAIRO_HINT_METRICS_OFF = 1,
    CAIRO_PDF_METADATA_TITLE = 0,
    CAIRO_PDF_METADATA_CREATE_DATE = 5,
    CAIRO_PDF_VERSION_1_4 = 0,
    CAIRO_FILTER_GOOD = 1,
    CAIRO_EXTEND_PAD = 3,
    PANGO_SCALE = 1024,
    PANGO_WEIGHT_NORMAL = 400,
    PANGO_WEIGHT_BOLD = 700,
    PANGO_WRAP_WORD_CHAR = 2,
    PANGO_ALIGN_LEFT = 0,
    PANGO_ALIGN_CENTER = 1,
};

typedef int (*cairo_write_func)(void *closure, const unsigned char *data, unsigned int length);

// FUNCTION(library, result, name, parameters)
// clang-format off
#define FUNCTIONS(FUNCTION)                                                                                            \
    FUNCTION(cairo, cairo_surface_t *, cairo_pdf_surface_create_for_stream, (cairo_write_func, void *, double, double)) \
    FUNCTION(cairo, void, cairo_pdf_surface_restrict_to_version, (cairo_surface_t *, int))                             \
    FUNCTION(cairo, void, cairo_pdf_surface_set_metadata, (cairo_surface_t *, int, const char *))                      \
    FUNCTION(cairo, cairo_surface_t *, cairo_image_surface_create, (int, int, int))                                    \
    FUNCTION(cairo, unsigned char *, cairo_image_surface_get_data, (cairo_surface_t *))                                \
    FUNCTION(cairo, int, cairo_image_surface_get_stride, (cairo_surface_t *))                                          \
    FUNCTION(cairo, void, cairo_surface_flush, (cairo_surface_t *))                                                    \
    FUNCTION(cairo, void, cairo_surface_finish, (cairo_surface_t *))                                                   \
    FUNCTION(cairo, int, cairo_surface_status, (cairo_surface_t *))                                                    \
    FUNCTION(cairo, void, cairo_surface_destroy, (cairo_surface_t *))                                                  \
    FUNCTION(cairo, cairo_t *, cairo_create, (cairo_surface_t *))                                                      \
    FUNCTION(cairo, int, cairo_status, (cairo_t *))                                                                    \
    FUNCTION(cairo, void, cairo_destroy, (cairo_t *))                                                                  \
    FUNCTION(cairo, void, cairo_scale, (cairo_t *, double, double))                                                    \
    FUNCTION(cairo, void, cairo_save, (cairo_t *))                                                                     \
    FUNCTION(cairo, void, cairo_restore, (cairo_t *))                                                                  \
    FUNCTION(cairo, void, cairo_translate, (cairo_t *, double, double))                                                \
    FUNCTION(cairo, void, cairo_rotate, (cairo_t *, double))                                                           \
    FUNCTION(cairo, void, cairo_move_to, (cairo_t *, double, double))                                                  \
    FUNCTION(cairo, void, cairo_rectangle, (cairo_t *, double, double, double, double))                                \
    FUNCTION(cairo, void, cairo_fill, (cairo_t *))                                                                     \
    FUNCTION(cairo, void, cairo_set_source_rgb, (cairo_t *, double, double, double))                                   \
    FUNCTION(cairo, void, cairo_surface_mark_dirty, (cairo_surface_t *))                                               \
    FUNCTION(cairo, void, cairo_set_source_surface, (cairo_t *, cairo_surface_t *, double, double))                    \
    FUNCTION(cairo, cairo_pattern_t *, cairo_get_source, (cairo_t *))                                                  \
    FUNCTION(cairo, void, cairo_pattern_set_filter, (cairo_pattern_t *, int))                                          \
    FUNCTION(cairo, void, cairo_pattern_set_extend, (cairo_pattern_t *, int))                                          \
    FUNCTION(cairo, void, cairo_show_page, (cairo_t *))                                                                \
    FUNCTION(cairo, cairo_font_options_t *, cairo_font_options_create, (void))                                         \
    FUNCTION(cairo, void, cairo_font_options_set_antialias, (cairo_font_options_t *, int))                             \
    FUNCTION(cairo, void, cairo_font_options_set_hint_style, (cairo_font_options_t *, int))                            \
    FUNCTION(cairo, void, cairo_font_options_set_hint_metrics, (cairo_font_options_t *, int))                          \
    FUNCTION(cairo, void, cairo_font_options_destroy, (cairo_font_options_t *))                                        \
    FUNCTION(pangocairo, PangoLayout *, pango_cairo_create_layout, (cairo_t *))                                        \
    FUNCTION(pangocairo, void, pango_cairo_show_layout, (cairo_t *, PangoLayout *))                                    \
    FUNCTION(pangocairo, void, pango_cairo_context_set_font_options, (PangoContext *, const cairo_font_options_t *))   \
    FUNCTION(pangocairo, void, pango_cairo_context_set_resolution, (PangoContext *, double))                           \
    FUNCTION(pango, void, pango_layout_set_attributes, (PangoLayout *, PangoAttrList *))                               \
    FUNCTION(pango, PangoAttrList *, pango_attr_list_new, (void))                                                      \
    FUNCTION(pango, void, pango_attr_list_insert, (PangoAttrList *, PangoAttribute *))                                 \
    FUNCTION(pango, void, pango_attr_list_unref, (PangoAttrList *))                                                    \
    FUNCTION(pango, PangoAttribute *, pango_attr_font_features_new, (const char *))                                    \
    FUNCTION(pangocairo, void, pango_cairo_layout_path, (cairo_t *, PangoLayout *))                                    \
    FUNCTION(pango, PangoContext *, pango_layout_get_context, (PangoLayout *))                                         \
    FUNCTION(pango, void, pango_layout_context_changed, (PangoLayout *))                                               \
    FUNCTION(pango, void, pango_layout_set_text, (PangoLayout *, const char *, int))                                   \
    FUNCTION(pango, void, pango_layout_set_width, (PangoLayout *, int))                                                \
    FUNCTION(pango, void, pango_layout_set_wrap, (PangoLayout *, int))                                                 \
    FUNCTION(pango, void, pango_layout_set_alignment, (PangoLayout *, int))                                            \
    FUNCTION(pango, void, pango_layout_set_auto_dir, (PangoLayout *, int))                                             \
    FUNCTION(pango, void, pango_layout_set_font_description, (PangoLayout *, const PangoFontDescription *))            \
    FUNCTION(pango, void, pango_layout_get_size, (PangoLayout *, int *, int *))                                        \
    FUNCTION(pango, int, pango_layout_get_unknown_glyphs_count, (PangoLayout *))                                       \
    FUNCTION(pango, PangoFontDescription *, pango_font_description_new, (void))                                        \
    FUNCTION(pango, void, pango_font_description_set_family, (PangoFontDescription *, const char *))                   \
    FUNCTION(pango, void, pango_font_description_set_absolute_size, (PangoFontDescription *, double))                  \
    FUNCTION(pango, void, pango_font_description_set_weight, (PangoFontDescription *, int))                            \
    FUNCTION(pango, void, pango_font_description_free, (PangoFontDescription *))                                       \
    FUNCTION(gobject, void, g_object_unref, (void *))
// clang-format on

struct libraries {
#define MEMBER(library, result, name, parameters) result(*name) parameters;
    FUNCTIONS(MEMBER)
#undef MEMBER
};

/// The functions that cp_load found; valid after cp_load has returned NULL.
extern struct libraries lib;

#endif
