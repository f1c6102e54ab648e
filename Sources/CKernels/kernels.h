// Shared by the kernel sources: the dispatch attribute and the floating-point mode.
#ifndef CK_KERNELS_H
#define CK_KERNELS_H

#include "CKernels.h"

// The loader resolves each function before the thread sanitizer has started, which crashes it; sanitized builds use the base
// CPU's code. The list must agree with ck_variant.
#if defined(__x86_64__) && defined(__ELF__) && !__has_feature(thread_sanitizer)
#define CK_DISPATCH 1
#define CK_KERNEL __attribute__((target_clones("arch=x86-64-v3", "default")))
#else
#define CK_KERNEL
#endif

// Allows sums to be reordered and products to be fused: without it no reduction is vectorised (a factor of eight).
#pragma clang fp reassociate(on) contract(fast)

// exp by range reduction to 2^k * e^r, |r| <= ln(2)/2, and a polynomial of degree 7 (relative error about 1e-7).
// Unlike expf it has no branch and no call, so loops around it vectorise.
static inline __attribute__((always_inline)) float ck_exp(float x) {
    x = x < -87.0f ? -87.0f : (x > 88.0f ? 88.0f : x);
    const float k = __builtin_floorf(x * 1.44269504f + 0.5f);
    float r = x - k * 0.693359375f;
    r = r - k * -2.12194440e-4f;
    float p = 1.9841270e-4f;
    p = p * r + 1.3888889e-3f;
    p = p * r + 8.3333333e-3f;
    p = p * r + 4.1666667e-2f;
    p = p * r + 1.6666667e-1f;
    p = p * r + 0.5f;
    p = p * r + 1.0f;
    p = p * r + 1.0f;
    union {
        int32_t i;
        float f;
    } scale;
    scale.i = ((int32_t)k + 127) << 23;
    return p * scale.f;
}

#endif
