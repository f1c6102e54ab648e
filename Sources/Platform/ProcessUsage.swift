import Glibc

/// Resource usage of a process on this machine, from `/proc`.
package struct ProcessUsage: Sendable, Equatable {
    /// Processor time in seconds since the process started, in user and kernel mode.
    package let processorSeconds: Double
    package let residentBytes: Int
    package let virtualBytes: Int
    /// Start time in seconds since 1970.
    package let startTime: Double
    /// Number of open files; nil if not permitted to count them.
    package let openFiles: Int?
    /// Limit on open files; nil if unlimited.
    package let openFilesLimit: Int?

    /// Returns nil if there is no such process.
    package init?(of process: Int32) {
        // The name in parentheses may contain any character: fields are counted from behind it (proc(5)).
        guard let text = Self.text(of: "/proc/\(process)/stat"), let name = text.lastIndex(of: ")"),
            let boot = Self.bootTime
        else { return nil }
        let fields = text[name...].dropFirst().split(separator: " ").map(String.init)
        guard fields.count > 21, let user = Double(fields[11]), let system = Double(fields[12]),
            let start = Double(fields[19]), let size = Int(fields[20]), let pages = Int(fields[21])
        else { return nil }
        let ticks = Double(sysconf(Int32(_SC_CLK_TCK)))
        processorSeconds = (user + system) / ticks
        startTime = boot + start / ticks
        virtualBytes = size
        residentBytes = pages * sysconf(Int32(_SC_PAGESIZE))
        let names = Directory.names(in: "/proc/\(process)/fd")
        openFiles = names.isEmpty ? nil : names.count
        openFilesLimit = Self.openFilesLimit(of: process)
    }

    /// When this machine started, in seconds since 1970.
    private static let bootTime: Double? = text(of: "/proc/stat").flatMap { text in
        text.split(whereSeparator: \.isNewline).first { $0.hasPrefix("btime ") }.flatMap { Double($0.dropFirst(6)) }
    }

    private static func openFilesLimit(of process: Int32) -> Int? {
        let line = text(of: "/proc/\(process)/limits")?.split(whereSeparator: \.isNewline).first {
            $0.hasPrefix("Max open files")
        }
        return line?.split(separator: " ").dropFirst(3).first.flatMap { Int($0) }
    }

    private static func text(of path: String) -> String? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 8192)
        while bytes.count < 1 << 20 {
            let count = read(descriptor, &buffer, buffer.count)
            guard count > 0 else { break }
            bytes += buffer.prefix(count)
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
