#include "kernels.h"

#include <stdlib.h>
#include <string.h>

// Each output is summed in tap order, however the work is split.
#pragma clang fp reassociate(off) contract(fast)

// A few output pixels times one panel of output channels, over one block of taps.
typedef struct {
    const float *const *sources;  // [tap][pixel], source_stride apart: first channel of each pixel's tap
    size_t source_stride, taps, channel, channels;
    const void *filters;          // [tap][channel][panel], floats or halves
    size_t count, columns;        // pixels, and output channels used
    float *y;
    size_t stride;                // floats from one output pixel to the next
    int is_first;                 // overwrite y instead of adding to it
    const float *bias, *residual; // only with the last block of taps
    int relu;
} Tile;

static void finish_line(const Tile *t, size_t i, const float *line) {
    for (size_t c = 0; c < t->columns; c++) {
        float *out = t->y + i * t->stride + c;
        float value = line[c];
        if (!t->is_first) value += *out;
        if (t->bias) value += t->bias[c];
        if (t->residual) value += t->residual[i * t->stride + c];
        *out = t->relu && !(value > 0) ? 0 : value;
    }
}

// Halves are a storage format only; they are not used on CPUs without the conversion instruction.
#if defined(__x86_64__)
#define HALF _Float16
#else
#define HALF uint16_t
#endif
#define EACH _Pragma("clang loop unroll(full)")

#define TILE(name) narrow_##name
#define TARGET
#define LANES 4
#define ROWS 6
#include "convolve_tile.h"

#if defined(__x86_64__)
#define HALVES
#define TILE(name) avx2_##name
#define TARGET __attribute__((target("avx2,fma,f16c")))
#define LANES 8
#define ROWS 6
#include "convolve_tile.h"

#define TILE(name) avx512_##name
#define TARGET __attribute__((target("avx512f,avx512bw,avx512dq,avx512vl,avx2,fma")))
#define LANES 16
#define ROWS 8
#include "convolve_tile.h"
#endif

typedef struct {
    void (*tile)(const Tile *), (*half_tile)(const Tile *);
    size_t panel, rows;
} Kernel;

static Kernel kernel(void) {
#if defined(__x86_64__)
    __builtin_cpu_init();
    if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512dq") &&
        __builtin_cpu_supports("avx512vl"))
        return (Kernel){avx512_tile, avx512_half_tile, avx512_panel, avx512_rows};
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") && __builtin_cpu_supports("f16c"))
        return (Kernel){avx2_tile, avx2_half_tile, avx2_panel, avx2_rows};
#endif
    return (Kernel){narrow_tile, NULL, narrow_panel, narrow_rows};
}

size_t ck_panel(void) { return kernel().panel; }

void ck_pack_filters(const float *weights, size_t outputs, size_t taps, float *packed) {
    const size_t panel = ck_panel();
    for (size_t first = 0; first < outputs; first += panel) {
        const size_t n = outputs - first < panel ? outputs - first : panel;
        for (size_t k = 0; k < taps; k++, packed += panel) {
            for (size_t o = 0; o < n; o++) packed[o] = weights[(first + o) * taps + k];
            for (size_t o = n; o < panel; o++) packed[o] = 0;
        }
    }
}

enum {
    strip_pixels = 192,   // their taps of one block stay in the L2 cache
    block_taps = 256,     // their filters of one panel stay in the L1 cache
    most_taps = 64,       // per window: 8 x 8
    most_rows = 8,        // per tile
};

static const float zeros[ck_most_channels];  // stands for pixels outside the image

// Finds where each pixel's taps begin. Without padding, the taps in a window's row are contiguous and count as one.
static void find_sources(const float *images, const CKWindow *w, size_t first, size_t count, const float **sources) {
    const size_t pixels = w->out_height * w->out_width, line = w->width * w->channels;
    const size_t across = w->padding ? w->kernel : 1;
    for (size_t i = 0; i < count; i++) {
        const size_t image = (first + i) / pixels, at = (first + i) % pixels;
        const float *base = images + image * w->height * line;
        const ptrdiff_t top = (ptrdiff_t)(at / w->out_width * w->stride) - (ptrdiff_t)w->padding;
        const ptrdiff_t left = (ptrdiff_t)(at % w->out_width * w->stride) - (ptrdiff_t)w->padding;
        for (size_t a = 0; a < w->kernel; a++) {
            for (size_t b = 0; b < across; b++) {
                const ptrdiff_t y = top + (ptrdiff_t)a, x = left + (ptrdiff_t)b;
                const int inside = y >= 0 && y < (ptrdiff_t)w->height && x >= 0 && x < (ptrdiff_t)w->width;
                sources[(a * across + b) * strip_pixels + i] =
                    inside ? base + (size_t)y * line + (size_t)x * w->channels : zeros;
            }
        }
    }
}

void ck_convolve(
    const float *images, const CKWindow *w, const CKConvolution *c, size_t first, size_t count, size_t first_output,
    size_t outputs, float *y) {
    const Kernel k = kernel();
    const size_t taps = w->padding ? w->kernel * w->kernel : w->kernel;
    const size_t run = w->padding ? w->channels : w->kernel * w->channels;
    const size_t depth = taps * run;
    // A block is a number of whole taps, or part of one tap's channels.
    const size_t group = run < block_taps ? (block_taps / run < taps ? block_taps / run : taps) : 1;
    const size_t parts = (run + block_taps - 1) / block_taps, part = (run + parts - 1) / parts;
    const float *sources[most_taps * strip_pixels];
    for (size_t start = first; start < first + count; start += strip_pixels) {
        const size_t pixels = first + count - start < strip_pixels ? first + count - start : strip_pixels;
        const size_t tiles = (pixels + k.rows - 1) / k.rows;
        find_sources(images, w, start, pixels, sources);
        for (size_t tap = 0; tap < taps; tap += group) {
            for (size_t channel = 0; channel < run; channel += part) {
                const size_t used = taps - tap < group ? taps - tap : group;
                const size_t channels = run - channel < part ? run - channel : part;
                const int is_last = tap + used == taps && channel + channels == run;
                for (size_t o = first_output; o < first_output + outputs; o += k.panel) {
                    Tile t = {
                        .source_stride = strip_pixels,
                        .taps = used,
                        .channel = channel,
                        .channels = channels,
                        .filters = c->filters + o * depth + (tap * run + channel) * k.panel,
                        .columns = c->outputs - o < k.panel ? c->outputs - o : k.panel,
                        .stride = c->outputs,
                        .is_first = tap == 0 && channel == 0,
                        .relu = is_last && c->relu,
                        .bias = is_last && c->bias ? c->bias + o : NULL,
                    };
                    for (size_t i = 0; i < tiles; i++) {  // of nearly equal height
                        const size_t from = pixels * i / tiles;
                        t.count = pixels * (i + 1) / tiles - from;
                        t.sources = sources + tap * strip_pixels + from;
                        t.y = y + (start + from) * c->outputs + o;
                        t.residual = is_last && c->residual ? c->residual + (start + from) * c->outputs + o : NULL;
                        k.tile(&t);
                    }
                }
            }
        }
    }
}

size_t ck_convolve_gradient_scratch(const CKWindow *w, size_t outputs) {
    const size_t run = w->padding ? w->channels : w->kernel * w->channels, panel = ck_panel();
    return outputs * strip_pixels + (run + panel - 1) / panel * panel * strip_pixels;
}

void ck_convolve_gradient(
    const float *images, const CKWindow *w, const float *dy, size_t outputs, size_t first, size_t count, float *scratch,
    float *dw) {
    const Kernel k = kernel();
    const size_t taps = w->padding ? w->kernel * w->kernel : w->kernel;
    const size_t run = w->padding ? w->channels : w->kernel * w->channels;
    const size_t tiles = (outputs + k.rows - 1) / k.rows;
    const float *sources[most_taps * strip_pixels];
    float *turned = scratch, *packed = scratch + outputs * strip_pixels;
    for (size_t start = first; start < first + count; start += strip_pixels) {
        const size_t pixels = first + count - start < strip_pixels ? first + count - start : strip_pixels;
        find_sources(images, w, start, pixels, sources);
        ck_transpose(dy + start * outputs, turned, pixels, outputs);
        for (size_t tap = 0; tap < taps; tap++) {
            for (size_t p = 0; p < pixels; p++) {
                const float *from = sources[tap * strip_pixels + p];
                for (size_t c = 0; c < run; c += k.panel) {
                    const size_t n = run - c < k.panel ? run - c : k.panel;
                    memcpy(packed + c * strip_pixels + p * k.panel, from + c, n * sizeof(float));
                }
            }
            for (size_t c = 0; c < run; c += k.panel) {
                Tile t = {
                    .source_stride = 0,
                    .taps = 1,
                    .channels = pixels,
                    .filters = packed + c * strip_pixels,
                    .columns = run - c < k.panel ? run - c : k.panel,
                    .stride = taps * run,
                };
                for (size_t i = 0; i < tiles; i++) {
                    const size_t from = outputs * i / tiles;
                    const float *rows[most_rows];
                    t.count = outputs * (i + 1) / tiles - from;
                    for (size_t r = 0; r < t.count; r++) rows[r] = turned + (from + r) * pixels;
                    t.sources = rows;
                    t.y = dw + from * taps * run + tap * run + c;
                    k.tile(&t);
                }
            }
        }
    }
}

int ck_has_halves(void) { return kernel().half_tile != NULL; }

void ck_linear_packed(
    const float *x, size_t x_stride, size_t rows, size_t inputs, const void *weights, int is_half, const float *bias,
    const float *residual, int relu, size_t outputs, size_t first, size_t count, float *y, size_t y_stride) {
    const Kernel k = kernel();
    // Weights are halves only where `ck_has_halves` says so.
    if (is_half && k.half_tile == NULL) abort();
    const size_t most = is_half ? 4 : k.rows, size = is_half ? sizeof(HALF) : sizeof(float);
    for (size_t o = first; o < first + count; o += k.panel) {
        for (size_t row = 0; row < rows; row += most) {
            const float *sources[most_rows];
            const size_t used = rows - row < most ? rows - row : most;
            for (size_t i = 0; i < used; i++) sources[i] = x + (row + i) * x_stride;
            const Tile t = {
                .sources = sources,
                .taps = 1,
                .channels = inputs,
                .filters = (const char *)weights + o * inputs * size,
                .count = used,
                .columns = outputs - o < k.panel ? outputs - o : k.panel,
                .y = y + row * y_stride + o,
                .stride = y_stride,
                .is_first = 1,
                .bias = bias ? bias + o : NULL,
                .residual = residual ? residual + row * y_stride + o : NULL,
                .relu = relu,
            };
            (is_half ? k.half_tile : k.tile)(&t);
        }
    }
}
