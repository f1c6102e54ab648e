import Foundation

/// Shows the progress of a long command on standard error, if that is a terminal.
struct Progress {
    private(set) var files = 0
    private(set) var bytes = 0
    private let totalFiles: Int
    private let totalBytes: Int
    private let isShown: Bool
    private let start = ContinuousClock.now
    private var shown = ContinuousClock.now

    init(files: Int, bytes: Int, isShown: Bool) {
        totalFiles = files
        totalBytes = bytes
        self.isShown = isShown && isatty(STDERR_FILENO) == 1
    }

    /// Counts one file and updates the line.
    mutating func add(bytes count: Int) {
        files += 1
        bytes += count
        guard isShown, ContinuousClock.now - shown > .milliseconds(200) else { return }
        shown = .now
        let seconds = (shown - start) / .seconds(1)
        let rate = Double(bytes) / seconds
        let left = rate > 0 ? describeAge(since: .now, now: .now + Double(max(0, totalBytes - bytes)) / rate) : "?"
        write("\(files) of \(totalFiles) files, \(describeBytes(bytes)), \(describeBytes(Int(rate)))/s, \(left) left")
    }

    /// Erases the progress line.
    func end() { if isShown { write("") } }

    private func write(_ text: String) { FileHandle.standardError.write(Data("\r\u{1B}[K\(text)".utf8)) }
}

/// A size in a human-readable decimal unit.
func describeBytes(_ count: Int) -> String {
    switch count {
    case ..<10_000: "\(count) B"
    case ..<10_000_000: "\(count / 1000) kB"
    case ..<10_000_000_000: "\(count / 1_000_000) MB"
    default: "\(count / 1_000_000_000) GB"
    }
}
