#include "kernels.h"

CK_KERNEL void ck_attend_few(
    const float *query, const float *memory, size_t stride, size_t values, const int32_t *rows, size_t count,
    size_t heads, size_t size, float scale, float *scores, float *y) {
    for (size_t t = 0; t < count; t++) {
        const float *keys = memory + (rows ? (size_t)rows[t] : t) * stride;
        for (size_t h = 0; h < heads; h++) {
            float sum = 0;
            for (size_t i = 0; i < size; i++) sum += query[h * size + i] * keys[h * size + i];
            scores[h * count + t] = sum * scale;
        }
    }
    ck_softmax(scores, heads, count, count, count, 0);
    for (size_t i = 0; i < heads * size; i++) y[i] = 0;
    for (size_t t = 0; t < count; t++) {
        const float *from = memory + (rows ? (size_t)rows[t] : t) * stride + values;
        for (size_t h = 0; h < heads; h++) {
            const float weight = scores[h * count + t];
            for (size_t i = 0; i < size; i++) y[h * size + i] += weight * from[h * size + i];
        }
    }
}
