#include "kernels.h"

#include <math.h>
#include <string.h>

void ck_gather_rows(const float *table, const int32_t *ids, float *y, size_t n, size_t cols) {
    for (size_t i = 0; i < n; i++) memcpy(y + i * cols, table + (size_t)ids[i] * cols, cols * sizeof(float));
}

CK_KERNEL void ck_scatter_rows(const float *dy, const int32_t *ids, float *table, size_t n, size_t cols) {
    for (size_t i = 0; i < n; i++) {
        float *row = table + (size_t)ids[i] * cols;
        for (size_t c = 0; c < cols; c++) row[c] += dy[i * cols + c];
    }
}

CK_KERNEL void ck_adamw(
    float *value, const float *gradient, float *first, float *second, size_t n, float rate, float decay, float beta1,
    float beta2, float epsilon, float correction1, float correction2) {
    const float shrink = 1.0f - rate * decay, step = rate / correction1, root = 1.0f / sqrtf(correction2);
    for (size_t i = 0; i < n; i++) {
        first[i] = beta1 * first[i] + (1.0f - beta1) * gradient[i];
        second[i] = beta2 * second[i] + (1.0f - beta2) * gradient[i] * gradient[i];
        value[i] = value[i] * shrink - step * first[i] / (sqrtf(second[i]) * root + epsilon);
    }
}

CK_KERNEL void ck_adam(
    float *value, const float *gradient, float *first, float *second, float *largest, size_t n, float rate, float decay,
    float beta1, float beta2, float epsilon, float correction1, float correction2) {
    const float step = rate / correction1, root = 1.0f / sqrtf(correction2);
    for (size_t i = 0; i < n; i++) {
        const float g = gradient[i] + decay * value[i];
        first[i] = beta1 * first[i] + (1.0f - beta1) * g;
        second[i] = beta2 * second[i] + (1.0f - beta2) * g * g;
        float spread = second[i];
        if (largest) spread = largest[i] = largest[i] > spread ? largest[i] : spread;
        value[i] -= step * first[i] / (sqrtf(spread) * root + epsilon);
    }
}

CK_KERNEL void ck_clamp(float *x, float limit, size_t n) {
    for (size_t i = 0; i < n; i++) x[i] = x[i] > limit ? limit : x[i] < -limit ? -limit : x[i];
}

void ck_half_to_float(const uint16_t *x, float *y, size_t n) {
    for (size_t i = 0; i < n; i++) {
        const uint32_t sign = (uint32_t)(x[i] & 0x8000u) << 16, exponent = (x[i] >> 10) & 31u, fraction = x[i] & 1023u;
        union {
            uint32_t u;
            float f;
        } out;
        if (exponent == 0) {  // zero and subnormals: fraction * 2^-24
            out.f = (float)fraction * 5.9604644775390625e-8f;
            out.u |= sign;
        } else {
            out.u = sign | (exponent == 31 ? 0x7f800000u : (exponent + 112u) << 23) | fraction << 13;
        }
        y[i] = out.f;
    }
}

void ck_float_to_half(const float *x, uint16_t *y, size_t n) {
    for (size_t i = 0; i < n; i++) {
        union {
            float f;
            uint32_t u;
        } in = {x[i]};
        const uint32_t sign = (in.u >> 16) & 0x8000u, magnitude = in.u & 0x7fffffffu;
        uint32_t half;
        if (magnitude > 0x7f800000u) {
            half = 0x7e00u;  // not a number
        } else if (magnitude >= 0x477ff000u) {
            half = 0x7c00u;  // 65520 and above round to infinity
        } else if (magnitude < 0x38800000u) {
            // below 2^-14: subnormal; adding 0.5 leaves the rounded fraction in the low bits
            union {
                float f;
                uint32_t u;
            } shifted = {.u = magnitude};
            shifted.f += 0.5f;
            half = shifted.u - 0x3f000000u;
        } else {
            const uint32_t odd = (magnitude >> 13) & 1u;
            half = (magnitude - 0x38000000u + 0xfffu + odd) >> 13;
        }
        y[i] = (uint16_t)(sign | half);
    }
}
