import Foundation
import Platform
import Testing

struct ProcessLimitsTests {
    @Test func `core dumps are disabled`() throws {
        try ProcessLimits.forbidCoreDumps()
        var limit = rlimit()
        getrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &limit)
        #expect(limit.rlim_cur == 0)
    }

    @Test func `granted processor time is added to the time already used`() throws {
        var before = rlimit()
        getrlimit(__rlimit_resource_t(RLIMIT_CPU.rawValue), &before)
        defer { setrlimit(__rlimit_resource_t(RLIMIT_CPU.rawValue), &before) }
        var usage = rusage()
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        try ProcessLimits.grantProcessorTime(seconds: 5000)
        var limit = rlimit()
        getrlimit(__rlimit_resource_t(RLIMIT_CPU.rawValue), &limit)
        let used = Int(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec)
        #expect((5000 + used...5010 + used).contains(Int(limit.rlim_cur)))
    }
}
