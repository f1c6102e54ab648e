import FoundationEssentials

/// What a decoder process is allowed, and how it reads text. It is told nothing else.
package struct DecoderSettings: Sendable, Equatable, Codable {
    /// Address space of the process (RLIMIT_AS), in MiB.
    package var memoryMegabytes: Int
    /// CPU seconds of its whole life; beyond this the kernel ends it.
    package var processorSeconds: Int
    /// Elapsed seconds for one piece of work; beyond this it is ended.
    package var wallSeconds: Int
    /// Defined terms for text that declares none.
    package var defaultCharacterSet: String
    /// By how much its priority is lowered (`nice`, 0 to 19), so that work that can wait leaves the processors to the reporter.
    package var niceness: Int

    /// The niceness of decoders that work for web clients.
    package static let nicenessForClients = 10

    package init(
        memoryMegabytes: Int = 4096, processorSeconds: Int = 60, wallSeconds: Int = 120,
        defaultCharacterSet: String = "", niceness: Int = 0
    ) {
        self.memoryMegabytes = memoryMegabytes
        self.processorSeconds = processorSeconds
        self.wallSeconds = wallSeconds
        self.defaultCharacterSet = defaultCharacterSet
        self.niceness = niceness
    }

    /// The subcommand of `thoraxd` with these settings.
    package var arguments: [String] {
        let text = (try? JSONEncoder().encode(self)).map { String(decoding: $0, as: UTF8.self) } ?? "{}"
        return ["decoder", "--settings", text]
    }

    /// Variables of the environment that a decoder gets: where the machine has its files, and nothing of ours.
    private static let inherited = ["DCMDICTPATH", "LD_LIBRARY_PATH", "ASAN_OPTIONS", "TSAN_OPTIONS", "UBSAN_OPTIONS"]

    package static func environment(from own: [String: String]) -> [String] {
        let kept = inherited.compactMap { name in own[name].map { "\(name)=\($0)" } }
        // With TZ the C library reads the time zone once; without it, again and again, which is refused later. Swift's
        // backtrace of a crash takes up to minutes.
        return kept + ["TZ=\(own["TZ"] ?? ":/etc/localtime")", "SWIFT_BACKTRACE=enable=no"]
    }
}
