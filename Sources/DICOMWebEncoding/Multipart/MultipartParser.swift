internal import Glibc

/// Takes a `multipart/related` body apart while it arrives (RFC 2046 section 5.1.1, PS3.18 8.6.1.2).
///
/// Made for untrusted bytes: a state machine that holds no more than one head of a part, or as many bytes as a boundary may
/// have. Bytes of a part are handed on as they come, and how the body is cut into pieces makes no difference.
package struct MultipartParser {
    package enum Event: Equatable {
        /// A part begins; its header fields by name in small letters.
        case begin([String: String])
        /// The next bytes of the part.
        case bytes(ArraySlice<UInt8>)
        case end
    }

    /// Limits on a body.
    package struct Limits: Sendable {
        package var header = 8 << 10
        package var parts = 10_000
        package var part = 512 << 20
        package var body = 4 << 30

        package init() {}
    }

    private enum State { case preamble, head, content, epilogue }

    /// The end of what precedes a boundary: a delimiter is at the beginning of a line.
    private let delimiter: [UInt8]
    private let limits: Limits
    private var state = State.preamble
    /// Bytes that are not handed on, and how many of them are done with. A line end is put before the body, because the
    /// first boundary may be at its beginning.
    private var pending: [UInt8] = [0x0D, 0x0A]
    private var done = 0
    /// Bytes of the body that are no longer among the pending ones.
    private var removed = 0
    private var bodyLength = 0
    private var partLength = 0
    /// Parts that have begun.
    package private(set) var parts = 0

    package init(boundary: String, limits: Limits = Limits()) {
        delimiter = [0x0D, 0x0A, 0x2D, 0x2D] + boundary.utf8
        self.limits = limits
    }

    /// Takes the next bytes of the body.
    package mutating func take(
        _ bytes: some Collection<UInt8>, _ event: (Event) throws -> Void
    ) throws {
        bodyLength += bytes.count
        guard bodyLength <= limits.body else { throw MultipartError.bodyTooLarge(limit: limits.body) }
        if state == .epilogue { return }
        if pending.isEmpty { pending = Array(bytes) } else { pending += bytes }
        while try step(event) {}
        pending.removeFirst(done)
        removed += done
        done = 0
    }

    /// Checks that the body is complete.
    package func finish() throws(MultipartError) {
        switch state {
        case .epilogue: if parts == 0 { throw .noPart }
        case .preamble: throw .noPart
        case .head, .content: throw .brokenOff(part: parts)
        }
    }

    /// Does what the pending bytes suffice for; whether there may be more.
    private mutating func step(_ event: (Event) throws -> Void) throws -> Bool {
        switch state {
        case .preamble: return try stepInPreamble()
        case .head: return try stepInHead(event)
        case .content: return try stepInContent(event)
        case .epilogue:
            done = pending.count
            return false
        }
    }

    private mutating func stepInPreamble() throws(MultipartError) -> Bool {
        let place = pending.place(of: delimiter, from: done)
        // The pending bytes may end within a delimiter.
        let earliest = removed + (place ?? pending.count - delimiter.count + 1)
        guard earliest <= limits.header + delimiter.count else { throw .noPart }
        guard let place else { return false }
        switch try line(after: place + delimiter.count) {
        case .incomplete: return false
        case .end: state = .epilogue
        case .part(let next): (state, done) = (.head, next)
        case .other: done = place + 2
        }
        return true
    }

    /// Begins at the end of the boundary's line, so that two line ends also end a head without fields.
    private mutating func stepInHead(_ event: (Event) throws -> Void) throws -> Bool {
        let end = pending.place(of: [0x0D, 0x0A, 0x0D, 0x0A], from: done)
        // The pending bytes may end within the end of the head.
        guard (end ?? pending.count - 3) - done <= limits.header + 4 else {
            throw MultipartError.headTooLong(part: parts + 1, limit: limits.header)
        }
        guard let end else { return false }
        guard parts < limits.parts else { throw MultipartError.tooManyParts(limit: limits.parts) }
        parts += 1
        let fields = try PartHead.fields(end > done ? pending[done + 2..<end] : [], part: parts)
        (state, done, partLength) = (.content, end + 4, 0)
        try event(.begin(fields))
        return true
    }

    private mutating func stepInContent(_ event: (Event) throws -> Void) throws -> Bool {
        guard let place = pending.place(of: delimiter, from: done) else {
            try handOn(to: pending.count - pending.overlap(with: delimiter, from: done), event)
            return false
        }
        try handOn(to: place, event)
        switch try line(after: place + delimiter.count) {
        case .incomplete: return false
        case .end: state = .epilogue
        case .part(let next): (state, done) = (.head, next)
        case .other:
            try handOn(to: place + 2, event)
            return true
        }
        try event(.end)
        return true
    }

    private mutating func handOn(to end: Int, _ event: (Event) throws -> Void) throws {
        guard end > done else { return }
        partLength += end - done
        guard partLength <= limits.part else { throw MultipartError.partTooLarge(part: parts, limit: limits.part) }
        try event(.bytes(pending[done..<end]))
        done = end
    }

    /// The kinds of lines that can follow a boundary.
    private enum Line {
        case incomplete
        case end
        /// The next part; the line ends at an index.
        case part(Int)
        /// Other bytes: what looked like a boundary belongs to the part.
        case other
    }

    /// Spaces and tabs that may follow a boundary.
    private static let paddingLimit = 64

    private func line(after start: Int) throws(MultipartError) -> Line {
        let rest = pending[start...]
        if rest.starts(with: [0x2D, 0x2D]) { return .end }
        let padding = rest.prefix(MultipartParser.paddingLimit + 1).prefix { $0 == 0x20 || $0 == 0x09 }
        let end = padding.endIndex
        guard padding.count <= MultipartParser.paddingLimit else { return .other }
        guard end < pending.count, rest != [0x2D] else { return .incomplete }
        if pending[end] == 0x0A { throw .bareLineEnd(part: parts + 1) }
        guard pending[end] == 0x0D else { return .other }
        guard end + 1 < pending.count else { return .incomplete }
        return pending[end + 1] == 0x0A ? .part(end) : .other
    }
}

extension [UInt8] {
    /// Where these bytes occur first.
    fileprivate func place(of wanted: [UInt8], from start: Int) -> Int? {
        withUnsafeBytes { bytes in
            guard let base = bytes.baseAddress, let first = wanted.first, let last = wanted.last else { return nil }
            var start = start
            while start + wanted.count <= bytes.count {
                let left = bytes.count - start - wanted.count + 1
                guard let found = memchr(base + start, Int32(first), left) else { return nil }
                start = UnsafeRawPointer(found) - base
                if bytes[start + wanted.count - 1] == last, memcmp(base + start, wanted, wanted.count) == 0 {
                    return start
                }
                start += 1
            }
            return nil
        }
    }

    /// How many bytes at the end may be the beginning of these.
    fileprivate func overlap(with wanted: [UInt8], from start: Int) -> Int {
        var length = Swift.min(wanted.count - 1, count - start)
        while length > 0, !self[(count - length)...].elementsEqual(wanted[..<length]) { length -= 1 }
        return Swift.max(length, 0)
    }
}
