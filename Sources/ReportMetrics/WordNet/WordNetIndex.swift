import Foundation

/// One index file, `wndb(5WN)`: lines sorted by lemma, each ending with the offsets of the lemma's synsets.
///
///     effusion n 3 4 @ ~ #p + 3 1 01447632 07120524 14052046
struct WordNetIndex: Sendable {
    private let bytes: Data
    private let path: String
    /// Upper bound of an offset; keeps offset times parts of speech from overflowing.
    private static let end = 1 << 40

    init(bytes: Data, path: String) {
        self.bytes = bytes
        self.path = path
    }

    /// Offsets of a lemma's synsets; empty if it is unknown. Throws `ReportMetricsError.brokenFile`.
    func synsets(of lemma: String) throws -> [Int] {
        let line = bytes.withUnsafeBytes { entry(of: Array(lemma.utf8), in: $0) }
        guard let line else { return [] }
        let fields = line.split(separator: " ")
        let count = fields.count > 3 ? Int(fields[2]) ?? 0 : 0
        let places = fields.suffix(max(count, 0)).compactMap { Int($0) }
        guard count > 0, fields.count > count + 3, places.count == count, places.allSatisfy({ $0 < Self.end }) else {
            throw ReportMetricsError.brokenFile(path: path, reason: "the line of \"\(lemma)\" is malformed")
        }
        return places
    }

    private func entry(of lemma: [UInt8], in file: UnsafeRawBufferPointer) -> String? {
        var low = 0
        var high = file.count
        while low < high {
            var start = (low + high) / 2
            while start > low, file[start - 1] != 0x0A { start -= 1 }
            var end = start
            while end < high, file[end] != 0x0A { end += 1 }
            let word = file[start..<end].prefix { $0 != 0x20 }
            if word.elementsEqual(lemma) { return String(decoding: file[start..<end], as: UTF8.self) }
            if word.lexicographicallyPrecedes(lemma) { low = end + 1 } else { high = start }
        }
        return nil
    }
}
