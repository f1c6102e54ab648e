#include "kernels.h"

#include <string.h>

// Range [from, to) of a window's taps that fall inside the image along one axis.
typedef struct {
    ptrdiff_t origin;
    size_t from, to;
} Span;

static inline Span span(size_t output, size_t stride, size_t padding, size_t kernel, size_t extent) {
    Span s;
    s.origin = (ptrdiff_t)(output * stride) - (ptrdiff_t)padding;
    s.from = s.origin < 0 ? (size_t)-s.origin : 0;
    const ptrdiff_t room = (ptrdiff_t)extent - s.origin;
    s.to = room < (ptrdiff_t)kernel ? (room < 0 ? 0 : (size_t)room) : kernel;
    if (s.from > s.to) s.from = s.to;
    return s;
}

CK_KERNEL void ck_col2im(const float *columns, const CKWindow *w, size_t first, size_t count, float *image) {
    const size_t line = w->kernel * w->channels;
    for (size_t i = first; i < first + count; i++) {
        const Span v = span(i / w->out_width, w->stride, w->padding, w->kernel, w->height);
        const Span h = span(i % w->out_width, w->stride, w->padding, w->kernel, w->width);
        const size_t before = h.from * w->channels, inside = (h.to - h.from) * w->channels;
        for (size_t k = 0; k < w->kernel; k++, columns += line) {
            if (k < v.from || k >= v.to) continue;
            float *row = image + (size_t)(v.origin + (ptrdiff_t)k) * w->width * w->channels +
                         (size_t)(h.origin + (ptrdiff_t)h.from) * w->channels;
            for (size_t c = 0; c < inside; c++) row[c] += columns[before + c];
        }
    }
}

// The pointers do not overlap, and callers without an index pass a constant NULL, so the compiler vectorizes the loops over the
// channels.
static inline __attribute__((always_inline)) void max_pool(
    const float *restrict image, const CKWindow *w, size_t first, size_t count, float *restrict y,
    int32_t *restrict index) {
    const size_t channels = w->channels;
    for (size_t i = first; i < first + count; i++) {
        const Span v = span(i / w->out_width, w->stride, w->padding, w->kernel, w->height);
        const Span h = span(i % w->out_width, w->stride, w->padding, w->kernel, w->width);
        float *restrict out = y + i * channels;
        int32_t *restrict winner = index ? index + i * channels : 0;
        int seen = 0;
        for (size_t a = v.from; a < v.to; a++) {
            for (size_t b = h.from; b < h.to; b++, seen = 1) {
                const size_t at =
                    ((size_t)(v.origin + (ptrdiff_t)a) * w->width + (size_t)(h.origin + (ptrdiff_t)b)) * channels;
                const float *restrict in = image + at;
                if (!seen) {
                    memcpy(out, in, channels * sizeof(float));
                    for (size_t c = 0; index && c < channels; c++) winner[c] = (int32_t)(at + c);
                    continue;
                }
                for (size_t c = 0; c < channels; c++) {
                    const int better = in[c] > out[c];
                    if (index) winner[c] = better ? (int32_t)(at + c) : winner[c];
                    out[c] = better ? in[c] : out[c];
                }
            }
        }
    }
}

CK_KERNEL void ck_max_pool(
    const float *image, const CKWindow *w, size_t first, size_t count, float *y, int32_t *index) {
    if (index) {
        max_pool(image, w, first, count, y, index);
    } else {
        max_pool(image, w, first, count, y, 0);
    }
}

void ck_scatter_add(const float *dy, const int32_t *index, float *dx, size_t n) {
    for (size_t i = 0; i < n; i++) dx[index[i]] += dy[i];
}
