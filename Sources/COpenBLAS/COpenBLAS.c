#define _GNU_SOURCE
#include "COpenBLAS.h"

#include <cblas.h>
#include <dlfcn.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

// Typed as cblas.h declares them, so that the compiler checks every call; the functions themselves are not linked.
static __typeof__(cblas_sgemm) *sgemm;
static __typeof__(cblas_sgemv) *sgemv;
static __typeof__(openblas_get_corename) *corename;
static const char *problem = "OpenBLAS was not loaded";
static pthread_once_t once = PTHREAD_ONCE_INIT;

// Chooses the kernel family from what the CPU and the operating system support, unless the operator has set it.
static void choose_core(void) {
#if defined(__x86_64__)
    __builtin_cpu_init();
    if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512dq") &&
        __builtin_cpu_supports("avx512vl")) {
        setenv("OPENBLAS_CORETYPE", "SkylakeX", 0);
    } else if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) {
        setenv("OPENBLAS_CORETYPE", "Haswell", 0);
    }
#endif
}

static void load(void) {
    choose_core();
    // No thread pool: Tensors splits the work itself, by image or by row, and its single-threaded calls may overlap.
    setenv("OPENBLAS_NUM_THREADS", "1", 1);
    void *library = dlopen("libopenblas.so.0", RTLD_NOW | RTLD_LOCAL);
    if (!library) {
        problem = dlerror();
        return;
    }
    sgemm = (__typeof__(sgemm))dlsym(library, "cblas_sgemm");
    sgemv = (__typeof__(sgemv))dlsym(library, "cblas_sgemv");
    corename = (__typeof__(corename))dlsym(library, "openblas_get_corename");
    if (!sgemm || !sgemv || !corename) {
        problem = "libopenblas.so.0 lacks a function that thoraxd needs";
        return;
    }
    problem = NULL;
}

const char *cob_load(void) {
    pthread_once(&once, load);
    return problem;
}

// Loads the library for a caller that has not called cob_load.
static void require_library(void) {
    const char *message = cob_load();
    if (message) {
        fprintf(stderr, "OpenBLAS could not be loaded: %s\n", message);
        abort();
    }
}

const char *cob_core_name(void) { return problem ? "" : corename(); }

void cob_sgemm(
    bool transpose_a, bool transpose_b, size_t m, size_t n, size_t k, float alpha, const float *a, size_t lda,
    const float *b, size_t ldb, float beta, float *c, size_t ldc) {
    require_library();
    sgemm(
        CblasRowMajor, transpose_a ? CblasTrans : CblasNoTrans, transpose_b ? CblasTrans : CblasNoTrans, (int)m, (int)n,
        (int)k, alpha, a, (int)lda, b, (int)ldb, beta, c, (int)ldc);
}

void cob_sgemv(
    bool transpose, size_t rows, size_t cols, float alpha, const float *a, size_t lda, const float *x, float beta,
    float *y) {
    require_library();
    sgemv(
        CblasRowMajor, transpose ? CblasTrans : CblasNoTrans, (int)rows, (int)cols, alpha, a, (int)lda, x, 1, beta, y,
        1);
}
