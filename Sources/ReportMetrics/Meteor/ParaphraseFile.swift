import Foundation

/// METEOR 1.5's paraphrase table file: three lines per entry, a probability and two phrases. A file that starts with
/// the gzip magic number is read through the `gzip` program.
struct ParaphraseFile {
    private static let chunk = 1 << 20
    let path: String

    /// Calls `body` with the hashes of the two phrases of each entry. Throws
    /// `ReportMetricsError.unreadableParaphrases`.
    func forEachEntry(_ body: (UInt64, UInt64) -> Void) throws {
        guard let file = FileHandle(forReadingAtPath: path), let start = try? file.read(upToCount: 2) else {
            throw unreadable("the file does not exist or is empty")
        }
        guard start.elementsEqual([0x1F, 0x8B]) else {
            try file.seek(toOffset: 0)
            return try read(file, body)
        }
        let gzip = Process()
        gzip.executableURL = URL(filePath: "/usr/bin/env")
        gzip.arguments = ["gzip", "--decompress", "--stdout", "--", path]
        let pipe = Pipe()
        gzip.standardOutput = pipe
        gzip.standardError = FileHandle.nullDevice
        do { try gzip.run() } catch { throw unreadable("gzip could not be started: \(error)") }
        defer { gzip.waitUntilExit() }
        do {
            try read(pipe.fileHandleForReading, body)
        } catch {
            gzip.terminate()
            throw error
        }
        gzip.waitUntilExit()
        guard gzip.terminationStatus == 0 else { throw unreadable("gzip could not decompress it") }
    }

    private func read(_ file: FileHandle, _ body: (UInt64, UInt64) -> Void) throws {
        var lines = Lines()
        while let bytes = try file.read(upToCount: Self.chunk), !bytes.isEmpty {
            guard bytes.withUnsafeBytes({ lines.take($0, body) }) else {
                throw unreadable("line \(lines.number) is not a probability")
            }
        }
        guard lines.number > 0, lines.number % 3 == 0 else {
            throw unreadable("its line count, \(lines.number), is not a positive multiple of three")
        }
    }

    private func unreadable(_ reason: String) -> ReportMetricsError {
        .unreadableParaphrases(path: path, reason: reason)
    }

    /// Parser state between two chunks.
    private struct Lines {
        var number = 0
        private var hash = PhraseHash()
        private var first: UInt64 = 0

        /// Parses all bytes; returns false if a line that should be a probability is not.
        mutating func take(_ bytes: UnsafeRawBufferPointer, _ body: (UInt64, UInt64) -> Void) -> Bool {
            for byte in bytes {
                if byte == 0x0A {
                    number += 1
                    if number % 3 == 2 { first = hash.value }
                    if number % 3 == 0 { body(first, hash.value) }
                    hash = PhraseHash()
                } else if number % 3 == 0 {
                    // Digits, and the other characters of a number such as 1.5E-4.
                    guard (0x30...0x39).contains(byte) || "+-.Ee".utf8.contains(byte) else {
                        number += 1
                        return false
                    }
                } else {
                    hash.add(byte)
                }
            }
            return true
        }
    }
}
