#include "kernels.h"

#include <string.h>

const char *ck_variant(void) {
#ifdef CK_DISPATCH
    __builtin_cpu_init();
    if (__builtin_cpu_supports("x86-64-v3")) return "x86-64-v3";
#endif
    return "generic";
}

CK_KERNEL void ck_fill(float *y, float value, size_t n) {
    for (size_t i = 0; i < n; i++) y[i] = value;
}

CK_KERNEL void ck_add(const float *a, const float *b, float *y, size_t n) {
    for (size_t i = 0; i < n; i++) y[i] = a[i] + b[i];
}

CK_KERNEL void ck_multiply(const float *a, const float *b, float *y, size_t n) {
    for (size_t i = 0; i < n; i++) y[i] = a[i] * b[i];
}

CK_KERNEL void ck_scale(const float *x, float factor, float *y, size_t n) {
    for (size_t i = 0; i < n; i++) y[i] = x[i] * factor;
}

CK_KERNEL void ck_axpy(float factor, const float *x, float *y, size_t n) {
    for (size_t i = 0; i < n; i++) y[i] += factor * x[i];
}

CK_KERNEL void ck_relu(const float *x, float *y, size_t n) {
    for (size_t i = 0; i < n; i++) y[i] = x[i] > 0 ? x[i] : 0;
}

CK_KERNEL void ck_relu_backward(const float *y, const float *dy, float *dx, size_t n) {
    for (size_t i = 0; i < n; i++) dx[i] = y[i] > 0 ? dy[i] : 0;
}

// The 32-bit finaliser of MurmurHash3 (public domain): enough mixing for a mask, and it vectorises.
static inline __attribute__((always_inline)) uint32_t mix(uint32_t h) {
    h ^= h >> 16;
    h *= 0x85ebca6bu;
    h ^= h >> 13;
    h *= 0xc2b2ae35u;
    return h ^ (h >> 16);
}

CK_KERNEL void ck_dropout(const float *x, float *y, size_t n, uint64_t start, uint64_t seed, float keep) {
    const uint32_t low = (uint32_t)seed, high = (uint32_t)(seed >> 32);
    const int32_t threshold = (int32_t)(keep * 16777216.0f);
    const float scale = 1.0f / keep;
    for (size_t i = 0; i < n; i++) {
        const uint32_t h = mix(mix((uint32_t)(start + i) ^ low) + high);
        y[i] = (int32_t)(h >> 8) < threshold ? x[i] * scale : 0;
    }
}

// Sums blocks of floats into doubles: as fast as floats, without their drift over millions of entries.
CK_KERNEL double ck_sum(const float *x, size_t n) {
    double total = 0;
    for (size_t start = 0; start < n; start += 4096) {
        const size_t end = start + 4096 < n ? start + 4096 : n;
        float block = 0;
        for (size_t i = start; i < end; i++) block += x[i];
        total += block;
    }
    return total;
}

CK_KERNEL double ck_sum_squares(const float *x, size_t n) {
    double total = 0;
    for (size_t start = 0; start < n; start += 4096) {
        const size_t end = start + 4096 < n ? start + 4096 : n;
        float block = 0;
        for (size_t i = start; i < end; i++) block += x[i] * x[i];
        total += block;
    }
    return total;
}

CK_KERNEL void ck_repeat_row(const float *row, float *y, size_t rows, size_t cols) {
    for (size_t r = 0; r < rows; r++) memcpy(y + r * cols, row, cols * sizeof(float));
}

CK_KERNEL void ck_add_row(const float *row, float *y, size_t rows, size_t cols) {
    for (size_t r = 0; r < rows; r++) {
        float *out = y + r * cols;
        for (size_t c = 0; c < cols; c++) out[c] += row[c];
    }
}

CK_KERNEL void ck_column_sum(const float *x, size_t rows, size_t cols, float *sums) {
    for (size_t r = 0; r < rows; r++) {
        const float *in = x + r * cols;
        for (size_t c = 0; c < cols; c++) sums[c] += in[c];
    }
}

CK_KERNEL void ck_transpose_strided(
    const float *x, size_t x_stride, float *y, size_t y_stride, size_t rows, size_t cols) {
    for (size_t r0 = 0; r0 < rows; r0 += 16) {
        const size_t r1 = r0 + 16 < rows ? r0 + 16 : rows;
        for (size_t c = 0; c < cols; c++) {
            for (size_t r = r0; r < r1; r++) y[c * y_stride + r] = x[r * x_stride + c];
        }
    }
}

void ck_transpose(const float *x, float *y, size_t rows, size_t cols) {
    ck_transpose_strided(x, cols, y, rows, rows, cols);
}

CK_KERNEL void ck_linear_few(
    const float *x, const float *w, const float *bias, float *y, size_t stride, size_t rows, size_t outputs,
    size_t cols) {
    for (size_t o = 0; o < outputs; o++) {
        const float *weights = w + o * cols;
        const float start = bias ? bias[o] : 0;
        size_t r = 0;
        for (; r + 3 <= rows; r += 3) {  // usually the three beams of a search
            const float *x0 = x + r * cols, *x1 = x0 + cols, *x2 = x1 + cols;
            float s0 = start, s1 = start, s2 = start;
            for (size_t c = 0; c < cols; c++) {
                s0 += weights[c] * x0[c];
                s1 += weights[c] * x1[c];
                s2 += weights[c] * x2[c];
            }
            y[r * stride + o] = s0;
            y[(r + 1) * stride + o] = s1;
            y[(r + 2) * stride + o] = s2;
        }
        for (; r < rows; r++) {
            float s = start;
            for (size_t c = 0; c < cols; c++) s += weights[c] * x[r * cols + c];
            y[r * stride + o] = s;
        }
    }
}
