#include "kernels.h"

#include <math.h>

static inline __attribute__((always_inline)) float row_max(const float *x, size_t n) {
    float m = x[0];
    for (size_t i = 1; i < n; i++) m = x[i] > m ? x[i] : m;
    return m;
}

CK_KERNEL void ck_softmax(float *x, size_t rows, size_t cols, size_t limit, size_t first, size_t step) {
    for (size_t r = 0; r < rows; r++) {
        float *row = x + r * cols;
        const size_t reach = first + r * step;
        const size_t n = reach < limit ? reach : limit;
        const float m = row_max(row, n);
        float sum = 0;
        for (size_t i = 0; i < n; i++) {
            row[i] = ck_exp(row[i] - m);
            sum += row[i];
        }
        const float scale = 1.0f / sum;
        for (size_t i = 0; i < n; i++) row[i] *= scale;
        for (size_t i = n; i < cols; i++) row[i] = 0;
    }
}

CK_KERNEL void ck_softmax_backward(const float *y, float *dy, size_t rows, size_t cols, float scale) {
    for (size_t r = 0; r < rows; r++) {
        const float *p = y + r * cols;
        float *g = dy + r * cols;
        float dot = 0;
        for (size_t i = 0; i < cols; i++) dot += p[i] * g[i];
        for (size_t i = 0; i < cols; i++) g[i] = scale * p[i] * (g[i] - dot);
    }
}

CK_KERNEL void ck_log_softmax(const float *x, float *y, size_t rows, size_t cols) {
    for (size_t r = 0; r < rows; r++) {
        const float *row = x + r * cols;
        const float m = row_max(row, cols);
        float sum = 0;
        for (size_t i = 0; i < cols; i++) sum += ck_exp(row[i] - m);
        const float shift = m + logf(sum);
        for (size_t i = 0; i < cols; i++) y[r * cols + i] = row[i] - shift;
    }
}

CK_KERNEL double ck_cross_entropy(
    const float *logits, const int32_t *targets, int32_t ignored, float scale, float *dlogits, size_t rows,
    size_t cols) {
    double total = 0;
    for (size_t r = 0; r < rows; r++) {
        const float *row = logits + r * cols;
        float *out = dlogits + r * cols;
        if (targets[r] == ignored) {
            for (size_t i = 0; i < cols; i++) out[i] = 0;
            continue;
        }
        const float m = row_max(row, cols);
        float sum = 0;
        for (size_t i = 0; i < cols; i++) {
            out[i] = ck_exp(row[i] - m);
            sum += out[i];
        }
        total += (double)(logf(sum) + m - row[targets[r]]);
        const float factor = scale / sum;
        for (size_t i = 0; i < cols; i++) out[i] *= factor;
        out[targets[r]] -= scale;
    }
    return total;
}

double ck_binary_cross_entropy(
    const float *logits, const float *targets, const float *weights, const float *positive, float scale, float *dlogits,
    size_t rows, size_t cols) {
    double total = 0;
    for (size_t r = 0; r < rows; r++) {
        for (size_t c = 0; c < cols; c++) {
            const size_t i = r * cols + c;
            const double x = logits[i], t = targets[i], w = weights[i], p = positive[c];
            // softplus(x) = max(x, 0) + log(1 + e^-|x|), and softplus(-x) = softplus(x) - x
            const double up = fmax(x, 0) + log1p(exp(-fabs(x)));
            const double sigmoid = x >= 0 ? 1 / (1 + exp(-x)) : exp(x) / (1 + exp(x));
            total += w * (p * t * (up - x) + (1 - t) * up);
            dlogits[i] = (float)(scale * w * (p * t * (sigmoid - 1) + (1 - t) * sigmoid));
        }
    }
    return total;
}
