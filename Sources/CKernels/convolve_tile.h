// The convolution tile for one instruction set: convolve.c includes this with TILE(name), TARGET, LANES, VECTORS and ROWS
// defined. ROWS output pixels times VECTORS vectors of output channels stay in registers while the loop runs over the taps.

typedef float TILE(vector) __attribute__((vector_size(LANES * 4), aligned(4), may_alias));
typedef HALF TILE(halves) __attribute__((vector_size(LANES * 2), aligned(2), may_alias));
enum { TILE(panel) = VECTORS * LANES, TILE(rows) = ROWS };

TARGET static inline __attribute__((always_inline)) TILE(vector)
    TILE(load)(const void *filters, size_t at, int is_half) {
    if (is_half) return __builtin_convertvector(*(const TILE(halves) *)((const HALF *)filters + at), TILE(vector));
    return *(const TILE(vector) *)((const float *)filters + at);
}

// Adds one tap's channel to the sums.
TARGET static inline __attribute__((always_inline)) void TILE(step)(
    TILE(vector) (*sum)[VECTORS], const float *const *row, size_t channel, const void *filters, size_t at,
    const size_t count, const size_t vectors, const int is_half) {
    TILE(vector) filter[VECTORS];
    EACH for (size_t v = 0; v < vectors; v++) filter[v] = TILE(load)(filters, at + v * LANES, is_half);
    EACH for (size_t i = 0; i < count; i++) {
        EACH for (size_t v = 0; v < vectors; v++) sum[i][v] += row[i][channel] * filter[v];
    }
}

// Callers pass constants for `count`, `vectors` and `is_half`, so that every EACH loop is unrolled and `sum` stays in
// registers.
TARGET static inline __attribute__((always_inline)) void TILE(run)(
    const Tile *t, const size_t count, const size_t vectors, const int is_half) {
#define AT(base, i, v) (*(TILE(vector) *)((base) + (i) * stride + (v) * LANES))
#define ALL EACH for (size_t i = 0; i < count; i++) EACH for (size_t v = 0; v < vectors; v++)
    const size_t stride = t->stride;
    float *y = t->y;
    const float *bias = t->bias, *residual = t->residual;
    TILE(vector) sum[ROWS][VECTORS];
    ALL {
        sum[i][v] = (TILE(vector)){0};
        if (v * LANES % line_floats) continue;
        __builtin_prefetch(&AT(y, i, v), 1);
        if (residual) __builtin_prefetch(&AT((float *)residual, i, v));
    }
    const size_t channels = t->channels, wide = vectors * LANES;
    const char *ahead = t->ahead;
    size_t at = 0;
    for (size_t tap = 0; tap < t->taps; tap++) {
        const float *row[ROWS];
        EACH for (size_t i = 0; i < count; i++) row[i] = t->sources[tap * t->source_stride + i] + t->channel;
        const float *const *coming = t->sources + tap * t->source_stride + count;
        size_t c = 0;
        for (; c + steps <= channels; c += steps, at += steps * wide, ahead += t->ahead_step) {
            if (!is_half) {
                const size_t turn = c / steps;
                __builtin_prefetch(ahead, 0, 2);
                __builtin_prefetch(
                    coming[turn % coming_pixels] + t->channel + turn / coming_pixels * line_floats, 0, 2);
            }
            EACH for (size_t u = 0; u < steps; u++)
                TILE(step)(sum, row, c + u, t->filters, at + u * wide, count, vectors, is_half);
        }
        for (; c < channels; c++, at += wide) TILE(step)(sum, row, c, t->filters, at, count, vectors, is_half);
    }
    if (t->columns < wide) { // the last panel, when its width does not divide the outputs
        EACH for (size_t i = 0; i < count; i++) {
            float line[VECTORS * LANES];
            EACH for (size_t v = 0; v < vectors; v++) * (TILE(vector) *)(line + v * LANES) = sum[i][v];
            finish_line(t, i, line);
        }
        return;
    }
    const int relu = t->relu;
    if (!t->is_first) ALL sum[i][v] += AT(y, i, v);
    if (bias) ALL sum[i][v] += AT((float *)bias, 0, v);
    if (residual) ALL sum[i][v] += AT((float *)residual, i, v);
    if (relu) ALL sum[i][v] = __builtin_elementwise_max(sum[i][v], (TILE(vector)){0});
    ALL AT(y, i, v) = sum[i][v];
#undef ALL
#undef AT
}

TARGET static void TILE(tile)(const Tile *t) {
#define ROW_COUNT(n) \
    case n: wide ? TILE(run)(t, n, VECTORS, 0) : TILE(run)(t, n, VECTORS / 2, 0); break;
    const int wide = t->columns > TILE(panel) / 2;
    switch (t->count) { ROW_COUNT(1) ROW_COUNT(2) ROW_COUNT(3) ROW_COUNT(4) ROW_COUNT(5) ROW_COUNT(6) }
#undef ROW_COUNT
}

#ifdef HALVES
// At most four rows, as in a beam search step.
TARGET static void TILE(half_tile)(const Tile *t) {
#define ROW_COUNT(n) \
    case n: wide ? TILE(run)(t, n, VECTORS, 1) : TILE(run)(t, n, VECTORS / 2, 1); break;
    const int wide = t->columns > TILE(panel) / 2;
    switch (t->count) { ROW_COUNT(1) ROW_COUNT(2) ROW_COUNT(3) ROW_COUNT(4) }
#undef ROW_COUNT
}
#endif

#undef TILE
#undef TARGET
#undef LANES
#undef VECTORS
#undef ROWS
