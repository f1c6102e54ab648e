import Foundation
import OperatorErrors

/// One report of a JSON lines file: `{"id": "…", "text": "…"}`. Other keys are ignored.
struct ReportLine: Equatable {
    /// Line number in the file, from 1.
    let line: Int
    let id: String
    let text: String
}

/// Why a file of reports cannot be read.
enum ReportLinesError: OperatorError {
    case unreadable(path: String, reason: String)
    case badLine(path: String, line: Int, reason: String)

    var description: String {
        switch self {
        case .unreadable(let path, let reason): "\(path) could not be read: \(reason)"
        case .badLine(let path, let line, let reason): "\(path) line \(line): \(reason)"
        }
    }

    var fault: FaultKind {
        if case .unreadable = self { .notFound } else { .malformed }
    }

    var hint: String {
        switch self {
        case .unreadable: "Check the path and its permissions."
        case .badLine:
            "Every line must be one JSON object in UTF-8: {\"id\": \"s1\", \"text\": \"The lungs are clear.\"}"
        }
    }
}

/// Reads reports line by line; only one line is in memory at a time.
///
///     var reports = try ReportLines(path: "reports.jsonl")
///     while let report = try reports.next() { … }
struct ReportLines {
    /// Maximum bytes of a line. No report comes close, and a file without line breaks must not fill the memory.
    static let longestLine = 64 << 20

    private let handle: FileHandle
    private let path: String
    private let decoder = JSONDecoder()
    private var buffer = Data()
    /// Start of the bytes not yet returned, and of those not yet searched for a line break.
    private var start = 0
    private var searched = 0
    private var line = 0
    private var isAtEnd = false

    /// Reads a file; throws `ReportLinesError.unreadable`.
    init(path: String) throws {
        guard let handle = FileHandle(forReadingAtPath: path) else {
            throw ReportLinesError.unreadable(path: path, reason: String(cString: strerror(errno)))
        }
        self.init(handle: handle, path: path)
    }

    /// Reads from an open handle, such as standard input; `path` names it in errors.
    init(handle: FileHandle, path: String) {
        self.handle = handle
        self.path = path
    }

    /// The next report, or nil at the end. Throws `ReportLinesError`; nothing is skipped, not even empty lines.
    mutating func next() throws -> ReportLine? {
        guard var bytes = try nextLine() else { return nil }
        line += 1
        if line == 1, bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes = bytes.dropFirst(3) }
        if bytes.allSatisfy({ [0x20, 0x09, 0x0D].contains($0) }) { throw bad("is empty") }
        do {
            let fields = try decoder.decode(Fields.self, from: bytes)
            return ReportLine(line: line, id: fields.id, text: fields.text)
        } catch let error as DecodingError {
            throw bad(Self.reason(error))
        }
    }

    private struct Fields: Decodable {
        let id: String
        let text: String
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
            throw ReportLinesError.unreadable(path: path, reason: String(cString: strerror(errno)))
        }
        isAtEnd = count == 0
        buffer.append(contentsOf: chunk[..<count])
    }

    private func bad(_ reason: String) -> ReportLinesError { .badLine(path: path, line: line, reason: reason) }

    private static func reason(_ error: DecodingError) -> String {
        switch error {
        case .keyNotFound(let key, _): "has no \"\(key.stringValue)\""
        case .typeMismatch(_, let context), .valueNotFound(_, let context):
            context.codingPath.last.map { "\"\($0.stringValue)\" is not a string" } ?? "is not a JSON object"
        case .dataCorrupted: "is not JSON"
        @unknown default: "cannot be decoded"
        }
    }
}
