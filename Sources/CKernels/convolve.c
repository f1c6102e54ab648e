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
    const char *ahead;            // to fetch into the L2 cache meanwhile: a cache line every `steps` channels,
    size_t ahead_step;            // this many bytes apart
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
enum {
    steps = 2,            // channels per turn of the innermost loop
    line_floats = 16,     // per cache line
    coming_pixels = line_floats / steps,  // after those of a tile, of which each turn fetches a line
};
#define EACH _Pragma("clang loop unroll(full)")

#define TILE(name) narrow_##name
#define TARGET
#define LANES 4
#define VECTORS 2
#define ROWS 6
#include "convolve_tile.h"

#if defined(__x86_64__)
#define HALVES
#define TILE(name) avx2_##name
#define TARGET __attribute__((target("avx2,fma,f16c")))
#define LANES 8
#define VECTORS 2
#define ROWS 6
#include "convolve_tile.h"

#define TILE(name) avx512_##name
#define TARGET __attribute__((target("avx512f,avx512bw,avx512dq,avx512vl,avx2,fma")))
#define LANES 16
#define VECTORS 4
#define ROWS 6
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

// Width of the panel that begins where `left` output channels are still to come: the last one may be half as wide.
static size_t panel_width(const Kernel *k, size_t left) { return left > k->panel / 2 ? k->panel : k->panel / 2; }

size_t ck_packed_outputs(size_t outputs) {
    const size_t half = ck_panel() / 2;
    return (outputs + half - 1) / half * half;
}

void ck_pack_filters(const float *weights, size_t outputs, size_t taps, float *packed) {
    const Kernel kind = kernel();
    for (size_t first = 0, panel; first < outputs; first += panel) {
        panel = panel_width(&kind, outputs - first);
        const size_t n = outputs - first < panel ? outputs - first : panel;
        for (size_t k = 0; k < taps; k++, packed += panel) {
            for (size_t o = 0; o < n; o++) packed[o] = weights[(first + o) * taps + k];
            for (size_t o = n; o < panel; o++) packed[o] = 0;
        }
    }
}

enum {
    strip_pixels = 224,   // their taps of one block stay in the L2 cache,
    block_taps = 576,     // and so do the filters of one panel and the next, which are fetched ahead
    most_taps = 64,       // per window: 8 x 8
    most_rows = 6,        // per tile
    source_stride = strip_pixels + coming_pixels,
};

static const float zeros[ck_most_channels];  // stands for pixels outside the image

// Finds where each pixel's taps begin, also for the coming pixels, which may lie beyond the last image and are only fetched.
// Without padding, the taps in a window's row are contiguous and count as one.
static void find_sources(const float *images, const CKWindow *w, size_t first, size_t count, const float **sources) {
    const size_t across = w->padding ? w->kernel : 1;
    for (size_t i = 0, n; i < count; i += n) { // pieces of output rows
        const size_t row = (first + i) / w->out_width, column = (first + i) % w->out_width;
        n = w->out_width - column < count - i ? w->out_width - column : count - i;
        for (size_t tap = 0; tap < w->kernel * across; tap++) {
            // Before the image begins these wrap round to large numbers.
            const size_t y = row % w->out_height * w->stride + tap / across - w->padding;
            const size_t x = column * w->stride + tap % across - w->padding, width = y < w->height ? w->width : 0;
            const size_t line = (row / w->out_height * w->height + y) * w->width;
            for (size_t j = 0; j < n; j++) {
                const size_t at = x + j * w->stride;
                sources[tap * source_stride + i + j] = at < width ? images + (line + at) * w->channels : zeros;
            }
        }
    }
}

// Runs the tile over all pixels of a strip, starting with t's, and meanwhile fetches `bytes` of what comes next, which would
// otherwise be waited for where a layer has more filters than the caches hold.
static void convolve_strip(const Kernel *k, Tile t, size_t pixels, const float *next, size_t bytes) {
    const size_t tiles = (pixels + k->rows - 1) / k->rows;
    t.ahead = (const char *)next;
    t.ahead_step = bytes / tiles * steps / (t.taps * t.channels);
    for (size_t i = 0; i < tiles; i++) { // of nearly equal height
        t.count = pixels / tiles + (i < pixels % tiles);
        k->tile(&t);
        t.sources += t.count;
        t.y += t.count * t.stride;
        if (t.residual) t.residual += t.count * t.stride;
        t.ahead += bytes / tiles;
    }
}

void ck_convolve(
    const float *images, const CKWindow *w, const CKConvolution *c, size_t first, size_t count, size_t first_output,
    size_t outputs, float *y) {
    const Kernel k = kernel();
    const size_t taps = w->padding ? w->kernel * w->kernel : w->kernel;
    const size_t run = w->padding ? w->channels : w->kernel * w->channels;
    const size_t depth = taps * run, end = first_output + outputs;
    // A block is a number of whole taps, or part of one tap's channels.
    const size_t parts = (run + block_taps - 1) / block_taps, part = (run + parts - 1) / parts;
    const size_t most = run < block_taps ? block_taps / run : 1, groups = (taps + most - 1) / most;
    const size_t group = (taps + groups - 1) / groups;
    const size_t strips = (count + strip_pixels - 1) / strip_pixels;
    const float *sources[most_taps * source_stride];
    for (size_t strip = 0; strip < strips; strip++) {
        const size_t start = first + count * strip / strips, pixels = first + count * (strip + 1) / strips - start;
        find_sources(images, w, start, pixels + coming_pixels, sources);
        for (size_t tap = 0; tap < taps; tap += group) {
            for (size_t channel = 0; channel < run; channel += part) {
                const size_t used = taps - tap < group ? taps - tap : group;
                const size_t channels = run - channel < part ? run - channel : part;
                const size_t done = tap * run + channel, block = used * channels;
                const int is_last = done + block == depth;
                for (size_t o = first_output, panel; o < end; o += panel) {
                    panel = panel_width(&k, c->outputs - o);
                    // The filters that are needed next: the next panel's, or the first panel's for the next block.
                    const int is_end = o + panel >= end;
                    const size_t next = is_end ? first_output : o + panel, from = is_end ? done + block : done;
                    const Tile t = {
                        .sources = sources + tap * source_stride,
                        .source_stride = source_stride,
                        .taps = used,
                        .channel = channel,
                        .channels = channels,
                        .filters = c->filters + o * depth + done * panel,
                        .columns = c->outputs - o < panel ? c->outputs - o : panel,
                        .y = y + start * c->outputs + o,
                        .stride = c->outputs,
                        .is_first = done == 0,
                        .bias = is_last && c->bias ? c->bias + o : NULL,
                        .residual = is_last && c->residual ? c->residual + start * c->outputs + o : NULL,
                        .relu = is_last && c->relu,
                    };
                    convolve_strip(
                        &k, t, pixels, c->filters + next * depth + from * panel_width(&k, c->outputs - next),
                        is_end && is_last ? 0 : block * panel * sizeof(float));
                }
            }
        }
    }
}

size_t ck_convolve_gradient_scratch(const CKWindow *w, size_t outputs) {
    const size_t run = w->padding ? w->channels : w->kernel * w->channels;
    return (outputs + ck_packed_outputs(run)) * strip_pixels;
}

void ck_convolve_gradient(
    const float *images, const CKWindow *w, const float *dy, size_t outputs, size_t first, size_t count, float *scratch,
    float *dw) {
    const Kernel k = kernel();
    const size_t taps = w->padding ? w->kernel * w->kernel : w->kernel;
    const size_t run = w->padding ? w->channels : w->kernel * w->channels;
    const size_t tiles = (outputs + k.rows - 1) / k.rows;
    const float *sources[most_taps * source_stride];
    float *turned = scratch, *packed = scratch + outputs * strip_pixels;
    for (size_t start = first; start < first + count; start += strip_pixels) {
        const size_t pixels = first + count - start < strip_pixels ? first + count - start : strip_pixels;
        find_sources(images, w, start, pixels + coming_pixels, sources);
        ck_transpose(dy + start * outputs, turned, pixels, outputs);
        for (size_t tap = 0; tap < taps; tap++) {
            for (size_t c = 0, panel; c < run; c += panel) {
                panel = panel_width(&k, run - c);
                const size_t n = run - c < panel ? run - c : panel;
                for (size_t p = 0; p < pixels; p++) {
                    float *line = packed + c * strip_pixels + p * panel;
                    memcpy(line, sources[tap * source_stride + p] + c, n * sizeof(float));
                    // The tile multiplies unused columns too: denormal numbers left there would make it 100 times as slow.
                    memset(line + n, 0, (panel - n) * sizeof(float));
                }
                Tile t = {
                    .taps = 1,
                    .channels = pixels,
                    .filters = packed + c * strip_pixels,
                    .columns = n,
                    .stride = taps * run,
                };
                t.ahead = t.filters;
                for (size_t from = 0, i = 0; i < tiles; i++, from += t.count) {
                    const float *rows[most_rows + coming_pixels];
                    t.count = outputs / tiles + (i < outputs % tiles);
                    for (size_t r = 0; r < t.count + coming_pixels; r++) rows[r] = turned + (from + r) * pixels;
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
        const size_t panel = panel_width(&k, outputs - o);
        for (size_t row = 0; row < rows; row += most) {
            const float *sources[most_rows + coming_pixels];
            const size_t used = rows - row < most ? rows - row : most;
            for (size_t i = 0; i < used + coming_pixels; i++) sources[i] = x + (row + i) * x_stride;
            const Tile t = {
                .sources = sources,
                .taps = 1,
                .channels = inputs,
                .filters = (const char *)weights + o * inputs * size,
                .count = used,
                .ahead = (const char *)weights + o * inputs * size,
                .columns = outputs - o < panel ? outputs - o : panel,
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
