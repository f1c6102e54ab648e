import Foundation

enum Output {
    /// Formats JSON with indentation and sorted keys.
    static func json(_ value: some Encodable) throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return try encoder.encode(value)
    }

    /// Prints JSON to standard output.
    static func print(json value: some Encodable) throws {
        Swift.print(String(decoding: try json(value), as: UTF8.self))
    }

    /// Formats JSON as one line with sorted keys, for JSON lines.
    static func line(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }

    /// Overwrites the line of progress on standard error; nothing if that is not a terminal.
    static func progress(_ done: Int, of all: Int, _ things: String) {
        guard isatty(STDERR_FILENO) == 1 else { return }
        let end = done == all ? "\u{1B}[K\r" : ""
        FileHandle.standardError.write(Data("\r\(done) of \(all) \(things)\(end)".utf8))
    }

    /// Prints JSON as one line to standard output, at once, so that a reader of the pipe gets it.
    static func print(line value: some Encodable) throws {
        FileHandle.standardOutput.write(Data((try line(value) + "\n").utf8))
    }
}
