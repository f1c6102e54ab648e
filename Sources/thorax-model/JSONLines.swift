import Foundation
import OperatorErrors
import ReportTraining

/// A line that gives a report: `{"id": "…", "text": "…"}`. Other keys are ignored.
struct ReportLine: JSONLine {
    static let example = #"{"id": "s1", "text": "The lungs are clear."}"#

    let id: String
    let text: String
}

/// The content of one line of a JSON lines file.
protocol JSONLine: Decodable {
    /// A line as it should be, for hints.
    static var example: String { get }
}

/// Why a file of JSON lines cannot be read.
enum JSONLinesError: OperatorError {
    case unreadable(path: String, reason: String)
    case badLine(path: String, line: Int, reason: String, example: String)

    var description: String {
        switch self {
        case .unreadable(let path, let reason): "\(path) could not be read: \(reason)"
        case .badLine(let path, let line, let reason, _): "\(path) line \(line): \(reason)"
        }
    }

    var fault: FaultKind {
        if case .unreadable = self { .notFound } else { .malformed }
    }

    var hint: String {
        switch self {
        case .unreadable: "Check the path and its permissions."
        case .badLine(_, _, _, let example): "Every line must be one JSON object in UTF-8: \(example)"
        }
    }
}

/// Reads JSON lines one by one; only one line is in memory at a time.
///
///     var reports = try JSONLines<ReportLine>(path: "reports.jsonl")
///     while let report = try reports.next() { … }
struct JSONLines<Record: JSONLine> {
    /// Maximum bytes of a line. No report comes close, and a file without line breaks must not fill the memory.
    static var longestLine: Int { 64 << 20 }

    private let handle: FileHandle
    private let path: String
    private let decoder = JSONDecoder()
    private var buffer = Data()
    /// Start of the bytes not yet returned, and of those not yet searched for a line break.
    private var start = 0
    private var searched = 0
    private var line = 0
    private var isAtEnd = false

    /// Reads a file; throws `JSONLinesError.unreadable`.
    init(path: String) throws {
        guard let handle = FileHandle(forReadingAtPath: path) else {
            throw JSONLinesError.unreadable(path: path, reason: String(cString: strerror(errno)))
        }
        self.init(handle: handle, path: path)
    }

    /// Reads from an open handle, such as standard input; `path` names it in errors.
    init(handle: FileHandle, path: String) {
        self.handle = handle
        self.path = path
    }

    /// The next record with its line number, from 1, or nil at the end. Throws `JSONLinesError`; nothing is skipped, not
    /// even empty lines.
    mutating func next() throws -> (line: Int, record: Record)? {
        guard var bytes = try nextLine() else { return nil }
        line += 1
        if line == 1, bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes = bytes.dropFirst(3) }
        if bytes.allSatisfy({ [0x20, 0x09, 0x0D].contains($0) }) { throw bad("is empty") }
        do {
            return (line, try decoder.decode(Record.self, from: bytes))
        } catch let error as DecodingError {
            throw bad(JSONFault.explain(error).reason)
        }
    }

    private mutating func nextLine() throws -> Data? {
        while true {
            if let end = buffer[searched...].firstIndex(of: 0x0A) {
                defer { (start, searched) = (end + 1, end + 1) }
                return buffer[start..<end]
            }
            searched = buffer.endIndex
            if isAtEnd {
                defer { start = buffer.endIndex }
                return start < buffer.endIndex ? buffer[start...] : nil
            }
            if searched - start > Self.longestLine {
                line += 1
                throw bad("is longer than \(Self.longestLine >> 20) MiB")
            }
            try refill()
        }
    }

    /// Appends what can be read now, so that reports from a pipe are answered as they arrive.
    private mutating func refill() throws {
        if start > 0 {
            buffer = Data(buffer[start...])
            searched -= start
            start = 0
        }
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        var count = read(handle.fileDescriptor, &chunk, chunk.count)
        while count < 0, errno == EINTR { count = read(handle.fileDescriptor, &chunk, chunk.count) }
        guard count >= 0 else {
            throw JSONLinesError.unreadable(path: path, reason: String(cString: strerror(errno)))
        }
        isAtEnd = count == 0
        buffer.append(contentsOf: chunk[..<count])
    }

    private func bad(_ reason: String) -> JSONLinesError {
        .badLine(path: path, line: line, reason: reason, example: Record.example)
    }
}
