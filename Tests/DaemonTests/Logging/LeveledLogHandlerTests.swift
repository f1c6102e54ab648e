import Logging
import Testing

@testable import Daemon

struct LeveledLogHandlerTests {
    @Test func `the level of the process applies to loggers made before, and each logger may have a stricter one`() {
        let level = LogLevel(.info)
        let plain = Logger(label: "a") { _ in LeveledLogHandler(level, SwiftLogNoOpLogHandler()) }
        var quiet = plain
        quiet.logLevel = .warning
        #expect((plain.logLevel, quiet.logLevel) == (.info, .warning))
        level.value = .error
        #expect((plain.logLevel, quiet.logLevel) == (.error, .error))
        level.value = .trace
        #expect((plain.logLevel, quiet.logLevel) == (.trace, .warning))
    }

    @Test func `metadata stay with their logger`() {
        let plain = Logger(label: "a") { LeveledLogHandler(LogLevel(.info), StreamLogHandler.standardError(label: $0)) }
        var part = plain
        part[metadataKey: "part"] = "dicom"
        #expect(part[metadataKey: "part"] == "dicom")
        #expect(plain[metadataKey: "part"] == nil)
    }
}
