import CGlibc
import Glibc

/// Resource limits of a process, enforced by the kernel.
package enum ProcessLimits {
    /// Limits the address space (RLIMIT_AS); allocations beyond it fail.
    package static func setAddressSpace(bytes: Int) throws(PlatformError) {
        try set(__rlimit_resource_t(RLIMIT_AS.rawValue), "address space", soft: bytes, hard: bytes)
    }

    /// Limits the CPU time of the whole life of the process: after `seconds` the kernel sends SIGXCPU, which ends it.
    package static func setProcessorTime(seconds: Int) throws(PlatformError) {
        try set(__rlimit_resource_t(RLIMIT_CPU.rawValue), "processor time", soft: seconds, hard: seconds + 1)
    }

    /// Refuses to write to files, whichever are open.
    package static func forbidWriting() throws(PlatformError) {
        try set(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), "file size", soft: 0, hard: 0)
    }

    /// Allows the process `seconds` more CPU time from now; then the kernel sends SIGXCPU, which ends it.
    package static func grantProcessorTime(seconds: Int) throws(PlatformError) {
        var usage = rusage()
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        let used = Int(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec)
        try set(__rlimit_resource_t(RLIMIT_CPU.rawValue), "processor time", soft: used + seconds, hard: nil)
    }

    /// Removes the limit of the last grant, so that idling does not count against it.
    package static func liftProcessorTime() {
        try? set(__rlimit_resource_t(RLIMIT_CPU.rawValue), "processor time", soft: .max, hard: nil)
    }

    /// Raises the limit on open files to the hard limit: each connection takes two.
    package static func raiseOpenFiles() throws(PlatformError) {
        try set(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), "open files", soft: .max, hard: nil)
    }

    /// Disables core dumps: they would contain images and names of patients.
    package static func forbidCoreDumps() throws(PlatformError) {
        try set(__rlimit_resource_t(RLIMIT_CORE.rawValue), "core size", soft: 0, hard: 0)
    }

    private static func set(
        _ resource: __rlimit_resource_t, _ name: String, soft: Int, hard: Int?
    ) throws(PlatformError) {
        var limit = rlimit()
        guard getrlimit(resource, &limit) == 0 else { throw .limit(name: name, errno: errno) }
        if let hard { limit.rlim_max = min(limit.rlim_max, rlim_t(hard)) }
        limit.rlim_cur = min(rlim_t(soft), limit.rlim_max)
        guard setrlimit(resource, &limit) == 0 else { throw .limit(name: name, errno: errno) }
    }
}
