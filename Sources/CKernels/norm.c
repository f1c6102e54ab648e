#include "kernels.h"

#include <math.h>

CK_KERNEL void ck_layer_norm(
    const float *x, const float *gain, const float *bias, float epsilon, float *y, float *mean, float *inverse,
    size_t rows, size_t cols) {
    for (size_t r = 0; r < rows; r++) {
        const float *in = x + r * cols;
        float *out = y + r * cols;
        float sum = 0, squares = 0;
        for (size_t c = 0; c < cols; c++) sum += in[c];
        const float m = sum / (float)cols;
        for (size_t c = 0; c < cols; c++) squares += (in[c] - m) * (in[c] - m);
        const float s = 1.0f / sqrtf(squares / (float)cols + epsilon);
        for (size_t c = 0; c < cols; c++) out[c] = (in[c] - m) * s * gain[c] + bias[c];
        mean[r] = m;
        inverse[r] = s;
    }
}

CK_KERNEL void ck_layer_norm_backward(
    const float *x, const float *gain, const float *mean, const float *inverse, const float *dy, float *dx,
    float *dgain, float *dbias, size_t rows, size_t cols) {
    for (size_t r = 0; r < rows; r++) {
        const float *in = x + r * cols, *g = dy + r * cols;
        float *out = dx + r * cols;
        const float m = mean[r], s = inverse[r];
        float sum = 0, product = 0;
        for (size_t c = 0; c < cols; c++) {
            const float h = (in[c] - m) * s, weighted = g[c] * gain[c];
            sum += weighted;
            product += weighted * h;
            dgain[c] += g[c] * h;
            dbias[c] += g[c];
        }
        const float a = sum / (float)cols, b = product / (float)cols;
        for (size_t c = 0; c < cols; c++) out[c] = s * (g[c] * gain[c] - a - (in[c] - m) * s * b);
    }
}

enum { block_rows = 128, column_block = 64 };

CK_KERNEL void ck_column_moments(
    const float *x, const float *shift, double *sums, double *squares, size_t rows, size_t cols) {
    for (size_t r0 = 0; r0 < rows; r0 += block_rows) {
        const size_t r1 = r0 + block_rows < rows ? r0 + block_rows : rows;
        for (size_t c0 = 0; c0 < cols; c0 += column_block) {
            const size_t n = c0 + column_block < cols ? column_block : cols - c0;
            float s[column_block] = {0}, q[column_block] = {0};
            for (size_t r = r0; r < r1; r++) {
                const float *in = x + r * cols + c0;
                for (size_t c = 0; c < n; c++) {
                    const float d = in[c] - shift[c0 + c];
                    s[c] += d;
                    q[c] += d * d;
                }
            }
            for (size_t c = 0; c < n; c++) {
                sums[c0 + c] += s[c];
                squares[c0 + c] += q[c];
            }
        }
    }
}

CK_KERNEL void ck_scale_shift(
    const float *x, const float *scale, const float *shift, const float *residual, int relu, float *y, size_t rows,
    size_t cols) {
    for (size_t r = 0; r < rows; r++) {
        const float *in = x + r * cols;
        float *out = y + r * cols;
        if (residual) {
            const float *add = residual + r * cols;
            for (size_t c = 0; c < cols; c++) out[c] = in[c] * scale[c] + shift[c] + add[c];
        } else {
            for (size_t c = 0; c < cols; c++) out[c] = in[c] * scale[c] + shift[c];
        }
        if (relu) {
            for (size_t c = 0; c < cols; c++) out[c] = out[c] > 0 ? out[c] : 0;
        }
    }
}

CK_KERNEL void ck_batch_norm_sums(
    const float *x, const float *mean, const float *y, const float *dy, float *g, double *sums, double *products,
    size_t rows, size_t cols) {
    for (size_t r0 = 0; r0 < rows; r0 += block_rows) {
        const size_t r1 = r0 + block_rows < rows ? r0 + block_rows : rows;
        for (size_t c0 = 0; c0 < cols; c0 += column_block) {
            const size_t n = c0 + column_block < cols ? column_block : cols - c0;
            float s[column_block] = {0}, q[column_block] = {0};
            for (size_t r = r0; r < r1; r++) {
                const size_t at = r * cols + c0;
                if (y) {
                    for (size_t c = 0; c < n; c++) g[at + c] = y[at + c] > 0 ? dy[at + c] : 0;
                } else if (g != dy) {
                    for (size_t c = 0; c < n; c++) g[at + c] = dy[at + c];
                }
                for (size_t c = 0; c < n; c++) {
                    s[c] += g[at + c];
                    q[c] += g[at + c] * (x[at + c] - mean[c0 + c]);
                }
            }
            for (size_t c = 0; c < n; c++) {
                sums[c0 + c] += s[c];
                products[c0 + c] += q[c];
            }
        }
    }
}

CK_KERNEL void ck_column_affine2(
    const float *g, const float *x, const float *a, const float *b, const float *c, float *dx, size_t rows,
    size_t cols) {
    for (size_t r = 0; r < rows; r++) {
        const size_t at = r * cols;
        for (size_t i = 0; i < cols; i++) dx[at + i] = a[i] * g[at + i] + b[i] * x[at + i] + c[i];
    }
}
