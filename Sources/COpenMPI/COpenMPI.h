// The parts of Open MPI that Swift cannot import: its constants are macros with casts. All calls use MPI_COMM_WORLD, where an
// error ends every rank with a message (MPI_ERRORS_ARE_FATAL), so none returns a code.
#pragma once

#include <mpi.h>

// Starts MPI. The thread that calls this must make all other calls.
static inline void comp_begin(void) {
    int provided;
    MPI_Init_thread(0, 0, MPI_THREAD_FUNNELED, &provided);
}

static inline int comp_rank(void) {
    int rank = 0;
    MPI_Comm_rank(MPI_COMM_WORLD, &rank);
    return rank;
}

static inline int comp_size(void) {
    int size = 1;
    MPI_Comm_size(MPI_COMM_WORLD, &size);
    return size;
}

// Number of ranks on this host.
static inline int comp_local_size(void) {
    MPI_Comm host;
    int size = 1;
    MPI_Comm_split_type(MPI_COMM_WORLD, MPI_COMM_TYPE_SHARED, 0, MPI_INFO_NULL, &host);
    MPI_Comm_size(host, &size);
    MPI_Comm_free(&host);
    return size;
}

static inline void comp_sum_floats(float *_Nonnull values, int count) {
    MPI_Allreduce(MPI_IN_PLACE, values, count, MPI_FLOAT, MPI_SUM, MPI_COMM_WORLD);
}

static inline void comp_sum_doubles(double *_Nonnull values, int count) {
    MPI_Allreduce(MPI_IN_PLACE, values, count, MPI_DOUBLE, MPI_SUM, MPI_COMM_WORLD);
}

// all (size * count) = every rank's own (count), in rank order
static inline void comp_gather(const float *_Nonnull own, int count, float *_Nonnull all) {
    MPI_Allgather(own, count, MPI_FLOAT, all, count, MPI_FLOAT, MPI_COMM_WORLD);
}

static inline void comp_barrier(void) { MPI_Barrier(MPI_COMM_WORLD); }

static inline void comp_end(void) { MPI_Finalize(); }

static inline void comp_abort(int code) { MPI_Abort(MPI_COMM_WORLD, code); }
