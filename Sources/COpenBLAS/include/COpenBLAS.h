// The three OpenBLAS functions that Tensors uses, opened at run time: OpenBLAS reads OPENBLAS_CORETYPE in its constructor,
// and Debian 12's build takes CPUs newer than itself for "Prescott" (a fifth of the speed), so the variable must be set
// before the library is loaded. Can be removed when OpenBLAS on the oldest supported Debian knows today's CPUs.
#ifndef COpenBLAS_H
#define COpenBLAS_H

#include <stdbool.h>
#include <stddef.h>

// Loads the library once, with one thread per call. Returns NULL, or the loader's message (static storage).
const char *_Nullable cob_load(void);

// Name of the kernels in use, such as "Haswell"; "" before a successful cob_load.
const char *_Nonnull cob_core_name(void);

// Row-major C = alpha * op(A) * op(B) + beta * C, op(A) m x k, op(B) k x n. Loads the library
// if cob_load has not been called; the process aborts if that fails.
void cob_sgemm(
    bool transpose_a, bool transpose_b, size_t m, size_t n, size_t k, float alpha, const float *_Nonnull a, size_t lda,
    const float *_Nonnull b, size_t ldb, float beta, float *_Nonnull c, size_t ldc);

// Row-major y = alpha * op(A) * x + beta * y, A rows x cols, unit strides. Loads the library as cob_sgemm does.
void cob_sgemv(
    bool transpose, size_t rows, size_t cols, float alpha, const float *_Nonnull a, size_t lda, const float *_Nonnull x,
    float beta, float *_Nonnull y);

#endif
