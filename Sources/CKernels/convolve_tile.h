// The convolution tile for one instruction set: convolve.c includes this with TILE(name), TARGET, LANES and ROWS defined.
// ROWS output pixels times two vectors of output channels stay in registers while the loop runs over the taps.

typedef float TILE(vector) __attribute__((vector_size(LANES * 4), aligned(4), may_alias));
typedef HALF TILE(halves) __attribute__((vector_size(LANES * 2), aligned(2), may_alias));
enum { TILE(panel) = 2 * LANES, TILE(rows) = ROWS };

TARGET static inline __attribute__((always_inline)) TILE(vector)
    TILE(load)(const void *filters, size_t at, int is_half) {
    if (is_half) return __builtin_convertvector(*(const TILE(halves) *)((const HALF *)filters + at), TILE(vector));
    return *(const TILE(vector) *)((const float *)filters + at);
}

// Callers pass constants for `count` and `is_half`, so that every EACH loop is unrolled and `sum` stays in registers.
TARGET static inline __attribute__((always_inline)) void TILE(run)(
    const Tile *t, const size_t count, const int is_half) {
    TILE(vector) sum[ROWS][2];
    EACH for (size_t i = 0; i < count; i++) sum[i][0] = sum[i][1] = (TILE(vector)){0};
    size_t filter = 0;
    for (size_t tap = 0; tap < t->taps; tap++) {
        const float *row[ROWS];
        EACH for (size_t i = 0; i < count; i++) row[i] = t->sources[tap * t->source_stride + i] + t->channel;
        for (size_t c = 0; c < t->channels; c++, filter += 2 * LANES) {
            const TILE(vector) f0 = TILE(load)(t->filters, filter, is_half);
            const TILE(vector) f1 = TILE(load)(t->filters, filter + LANES, is_half);
            EACH for (size_t i = 0; i < count; i++) {
                sum[i][0] += row[i][c] * f0;
                sum[i][1] += row[i][c] * f1;
            }
        }
    }
    if (t->columns < 2 * LANES) { // the last panel, when the panel width does not divide the outputs
        EACH for (size_t i = 0; i < count; i++) {
            float line[2 * LANES];
            *(TILE(vector) *)line = sum[i][0];
            *(TILE(vector) *)(line + LANES) = sum[i][1];
            finish_line(t, i, line);
        }
        return;
    }
    EACH for (size_t i = 0; i < count; i++) {
        EACH for (size_t v = 0; v < 2; v++) {
            TILE(vector) *out = (TILE(vector) *)(t->y + i * t->stride + v * LANES);
            TILE(vector) value = sum[i][v];
            if (!t->is_first) value += *out;
            if (t->bias) value += *(const TILE(vector) *)(t->bias + v * LANES);
            if (t->residual) value += *(const TILE(vector) *)(t->residual + i * t->stride + v * LANES);
            if (t->relu) value = __builtin_elementwise_max(value, (TILE(vector)){0});
            *out = value;
        }
    }
}

TARGET static void TILE(tile)(const Tile *t) {
    switch (t->count) {
    case 1: TILE(run)(t, 1, 0); break;
    case 2: TILE(run)(t, 2, 0); break;
    case 3: TILE(run)(t, 3, 0); break;
    case 4: TILE(run)(t, 4, 0); break;
    case 5: TILE(run)(t, 5, 0); break;
    case 6: TILE(run)(t, 6, 0); break;
#if ROWS > 6
    case 7: TILE(run)(t, 7, 0); break;
    case 8: TILE(run)(t, 8, 0); break;
#endif
    }
}

#ifdef HALVES
// At most four rows, as in a beam search step.
TARGET static void TILE(half_tile)(const Tile *t) {
    switch (t->count) {
    case 1: TILE(run)(t, 1, 1); break;
    case 2: TILE(run)(t, 2, 1); break;
    case 3: TILE(run)(t, 3, 1); break;
    case 4: TILE(run)(t, 4, 1); break;
    }
}
#endif

#undef TILE
#undef TARGET
#undef LANES
#undef ROWS
