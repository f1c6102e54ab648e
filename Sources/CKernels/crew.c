#define _GNU_SOURCE
#include "CKernels.h"

#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <time.h>

// One call at a time uses the crew. `state` is (call number, parts, next part): a thread takes a part by advancing `next`,
// and the caller waits until every part is finished, so `body` and `context` stay valid. A worker that wakes late finds no
// part left and touches nothing else.
static _Atomic uint64_t state;
static _Atomic size_t finished;
static void (*body)(void *, size_t);
static void *context;

static atomic_flag busy = ATOMIC_FLAG_INIT;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t wake = PTHREAD_COND_INITIALIZER;
static _Atomic int sleepers;
static size_t workers; // changed only by the holder of `busy`

enum { part_bits = 20, spin_nanoseconds = 50000 };
static const uint64_t part_mask = (1u << part_bits) - 1;

static uint64_t nanoseconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

static inline void rest(void) {
#if defined(__x86_64__)
    __builtin_ia32_pause();
#elif defined(__aarch64__)
    __asm__ volatile("yield");
#endif
}

// Takes parts of the current call until none are left.
static void work(void) {
    uint64_t seen = atomic_load(&state);
    while ((seen & part_mask) < (seen >> part_bits & part_mask)) {
        if (!atomic_compare_exchange_weak(&state, &seen, seen + 1)) continue;
        body(context, seen & part_mask);
        atomic_fetch_add(&finished, 1);
        seen = atomic_load(&state);
    }
}

// Whether the call this thread saw last is over.
static int has_changed(uint64_t seen) { return atomic_load(&state) >> 2 * part_bits != seen >> 2 * part_bits; }

static void *serve(void *unused) {
    (void)unused;
    uint64_t seen = 0;
    while (1) {
        // Operations of one network follow each other closely: waking a sleeping thread would cost more than they take.
        const uint64_t start = nanoseconds();
        while (!has_changed(seen) && nanoseconds() - start < spin_nanoseconds) {
            for (int i = 0; i < 16 && !has_changed(seen); i++) rest();
        }
        if (!has_changed(seen)) {
            pthread_mutex_lock(&lock);
            atomic_fetch_add(&sleepers, 1);
            while (!has_changed(seen)) pthread_cond_wait(&wake, &lock);
            atomic_fetch_sub(&sleepers, 1);
            pthread_mutex_unlock(&lock);
        }
        seen = atomic_load(&state);
        work();
    }
    return NULL;
}

static void hire(size_t wanted) {
    for (; workers < wanted; workers++) {
        pthread_t thread;
        if (pthread_create(&thread, NULL, serve, NULL) != 0) return;
        pthread_detach(thread);
    }
}

void ck_share(size_t parts, size_t threads, void *argument, void (*run)(void *, size_t)) {
    if (parts < 2 || threads < 2 || parts > part_mask || atomic_flag_test_and_set(&busy)) {
        for (size_t i = 0; i < parts; i++) run(argument, i);
        return;
    }
    hire(threads - 1);
    body = run;
    context = argument;
    atomic_store(&finished, 0);
    const uint64_t call = (atomic_load(&state) >> 2 * part_bits) + 1;
    atomic_store(&state, call << 2 * part_bits | (uint64_t)parts << part_bits);
    if (atomic_load(&sleepers) > 0) {
        pthread_mutex_lock(&lock);
        pthread_cond_broadcast(&wake);
        pthread_mutex_unlock(&lock);
    }
    work();
    for (size_t i = 0; atomic_load(&finished) < parts; i++) {
        if (i < 4000)
            rest();
        else
            sched_yield();
    }
    atomic_flag_clear(&busy);
}
