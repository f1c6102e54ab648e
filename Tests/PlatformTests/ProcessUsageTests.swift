import Foundation
import Platform
import Testing

struct ProcessUsageTests {
    @Test func `reports this process as the kernel does`() throws {
        let usage = try #require(ProcessUsage(of: getpid()))
        #expect(usage.residentBytes > 1 << 20)
        #expect(usage.virtualBytes > usage.residentBytes)
        let now = Date().timeIntervalSince1970
        #expect(usage.startTime < now + 1 && usage.startTime > now - 86_400)
        let files = try #require(usage.openFiles)
        let file = open("/dev/null", O_RDONLY)
        defer { close(file) }
        let again = try #require(ProcessUsage(of: getpid()))
        #expect(again.openFiles ?? 0 > 0 && files > 2)
        #expect(try #require(usage.openFilesLimit) >= files)
    }

    @Test func `counts the processor time that is used`() throws {
        let before = try #require(ProcessUsage(of: getpid())).processorSeconds
        let end = clock() + clock_t(CLOCKS_PER_SEC) / 5
        var sum = 0.0
        while clock() < end { sum += sqrt(sum + 1) }
        #expect(try #require(ProcessUsage(of: getpid())).processorSeconds > before)
        #expect(sum > 0)
    }

    @Test func `returns nil for a process that does not exist`() {
        #expect(ProcessUsage(of: Int32.max) == nil)
    }
}
