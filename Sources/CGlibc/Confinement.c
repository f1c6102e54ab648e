#define _GNU_SOURCE

#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "CConfinement.h"

#if defined(__x86_64__)
#define OWN_ARCHITECTURE AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define OWN_ARCHITECTURE AUDIT_ARCH_AARCH64
#else
#error "The system calls of this architecture are not listed."
#endif

/// Calls that need no look at their arguments: memory, threads of the process, time, and what is open already.
static const int allowed[] = {
    SYS_brk,
    SYS_clock_getres,
    SYS_clock_gettime,
    SYS_clock_nanosleep,
    SYS_close,
    SYS_exit,
    SYS_exit_group,
    SYS_fstat,
    SYS_futex,
    SYS_getcpu,
    SYS_getpid,
    SYS_getrandom,
    SYS_getrusage,
    SYS_gettid,
    SYS_gettimeofday,
    SYS_lseek,
    SYS_madvise,
    SYS_membarrier,
    SYS_mremap,
    SYS_munmap,
    SYS_nanosleep,
    SYS_ppoll,
    SYS_pread64,
    SYS_read,
    SYS_recvmsg,
    SYS_rt_sigaction,
    SYS_rt_sigprocmask,
    SYS_rt_sigreturn,
    SYS_rseq,
    SYS_sched_getaffinity,
    SYS_sched_yield,
    SYS_set_robust_list,
    SYS_sigaltstack,
    SYS_sysinfo,
    SYS_restart_syscall,
    SYS_write,
    SYS_writev,
#ifdef SYS_poll
    SYS_poll,
#endif
};

struct program {
    struct sock_filter lines[256];
    unsigned short count;
};

static void add(struct program *program, struct sock_filter line) { program->lines[program->count++] = line; }

static void load(struct program *program, size_t offset) {
    add(program, (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS, (uint32_t)offset));
}

static void answer(struct program *program, uint32_t with) {
    add(program, (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, with));
}

/// Skips `count` lines unless the loaded word is `value`.
static void unless(struct program *program, uint32_t value, uint8_t count) {
    add(program, (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, value, 0, count));
}

static const uint32_t refusal = SECCOMP_RET_ERRNO | EPERM;

/// Allows a call whose argument, reduced to the bits of `mask`, is `value`; refuses it otherwise.
static void allow_if(struct program *program, int call, int argument, uint32_t mask, uint32_t value) {
    unless(program, (uint32_t)call, 5);
    load(
        program, offsetof(struct seccomp_data, args) + 8 * (size_t)argument); // The lower half: both are little endian.
    add(program, (struct sock_filter)BPF_STMT(BPF_ALU | BPF_AND | BPF_K, mask));
    unless(program, value, 1);
    answer(program, SECCOMP_RET_ALLOW);
    answer(program, refusal);
}

static int filter_system_calls(void) {
    struct program program = {.count = 0};
    load(&program, offsetof(struct seccomp_data, arch));
    add(&program, (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, OWN_ARCHITECTURE, 1, 0));
    answer(&program, SECCOMP_RET_KILL_PROCESS);
    load(&program, offsetof(struct seccomp_data, nr));
    for (size_t index = 0; index < sizeof allowed / sizeof *allowed; index++) {
        unless(&program, (uint32_t)allowed[index], 1);
        answer(&program, SECCOMP_RET_ALLOW);
    }
    // Memory is never made executable.
    allow_if(&program, SYS_mmap, 2, PROT_EXEC, 0);
    allow_if(&program, SYS_mprotect, 2, PROT_EXEC, 0);
    // Threads of this process, for JPEG 2000; no process and no namespace. glibc falls back from clone3 to clone, whose
    // flags can be seen.
    allow_if(&program, SYS_clone, 0, CLONE_THREAD | CLONE_VM | 0x7E020000, CLONE_THREAD | CLONE_VM);
    unless(&program, SYS_clone3, 1);
    answer(&program, SECCOMP_RET_ERRNO | ENOSYS);
    // A file is passed on within the process by copies of its descriptor.
    allow_if(&program, SYS_fcntl, 1, UINT32_MAX, F_DUPFD_CLOEXEC);
    // glibc's fstat.
    allow_if(&program, SYS_newfstatat, 3, UINT32_MAX, AT_EMPTY_PATH);
    // abort() and the end by a signal of its own.
    allow_if(&program, SYS_tgkill, 0, UINT32_MAX, (uint32_t)getpid());
    answer(&program, refusal);
    const struct sock_fprog filter = {.len = program.count, .filter = program.lines};
    // Some sandboxes of services refuse seccomp(2) and allow the same through prctl(2).
    if (syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_TSYNC, &filter) == 0) return 0;
    return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter) == 0 ? 0 : errno;
}

/// landlock_ruleset_attr, which the headers of an older system know only in part.
struct ruleset {
    uint64_t files;
    uint64_t ports;
    uint64_t scopes;
};

/// Landlock's system calls have the same numbers on every architecture.
enum { landlock_create_ruleset = 444, landlock_restrict_self = 446, version_flag = 1 };

static int refuse_files(void) {
    const long known = syscall(landlock_create_ruleset, NULL, 0, version_flag);
    if (known <= 0) return errno;
    // Every right that the kernel knows, so that it is refused everywhere.
    const int rights = known >= 5 ? 16 : known >= 3 ? 15 : known >= 2 ? 14 : 13;
    const struct ruleset ruleset = {.files = (UINT64_C(1) << rights) - 1, .ports = 3, .scopes = 3};
    const size_t size = known >= 6 ? 24 : known >= 4 ? 16 : 8;
    const long rules = syscall(landlock_create_ruleset, &ruleset, size, 0);
    if (rules < 0) return errno;
    const int code = syscall(landlock_restrict_self, rules, 0) == 0 ? 0 : errno;
    close((int)rules);
    return code;
}

void glibc_confine(glibc_confinement *confinement) {
    // It dies with the thread that started it. Nobody but root reads its memory, and it never gains a right.
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    prctl(PR_SET_DUMPABLE, 0);
    *confinement = (glibc_confinement){.seccomp_errno = EPERM, .landlock_errno = EPERM};
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) return;
    confinement->landlock_errno = refuse_files();
    confinement->seccomp_errno = filter_system_calls();
}
