internal import DICOMCore

/// Binary numbers of a value in decimal.
enum BinaryNumbers {
    /// `nil` if one of them is a NaN or an infinity, which JSON does not have.
    static func decimals(_ bytes: [UInt8], _ vr: VR, isBig: Bool) -> [String]? {
        func words<Word: FixedWidthInteger>(_: Word.Type, _ show: (Word) -> String?) -> [String]? {
            let size = MemoryLayout<Word>.size
            var shown: [String] = []
            for start in stride(from: 0, to: bytes.count, by: size) {
                var word: Word = 0
                for byte in isBig ? Array(bytes[start..<start + size]) : bytes[start..<start + size].reversed() {
                    word = word << 8 | Word(truncatingIfNeeded: byte)
                }
                guard let text = show(word) else { return nil }
                shown.append(text)
            }
            return shown
        }
        func finite(_ number: Double) -> String? { number.isFinite ? "\(number)" : nil }
        switch vr.letters {
        case "US": return words(UInt16.self) { "\($0)" }
        case "SS": return words(Int16.self) { "\($0)" }
        case "UL": return words(UInt32.self) { "\($0)" }
        case "SL": return words(Int32.self) { "\($0)" }
        case "UV": return words(UInt64.self) { "\($0)" }
        case "SV": return words(Int64.self) { "\($0)" }
        // Exactly the number that is stored: who reads it as double precision has the same one.
        case "FL": return words(UInt32.self) { finite(Double(Float(bitPattern: $0))) }
        default: return words(UInt64.self) { finite(Double(bitPattern: $0)) }
        }
    }

    static func tags(_ bytes: [UInt8], isBig: Bool) -> [Tag] {
        func word(_ at: Int) -> UInt16 {
            isBig ? UInt16(bytes[at]) << 8 | UInt16(bytes[at + 1]) : UInt16(bytes[at + 1]) << 8 | UInt16(bytes[at])
        }
        return stride(from: 0, to: bytes.count, by: 4).map { Tag(word($0), word($0 + 2)) }
    }
}
