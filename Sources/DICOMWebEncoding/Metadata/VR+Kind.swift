internal import DICOMCore

/// How DICOMweb shows the values of a VR (PS3.18 Table F.2.3-1).
enum ValueKind: Equatable {
    case text
    /// One value, in which a backslash is a character.
    case longText
    case names
    /// Binary numbers of so many bytes.
    case numbers(size: Int)
    case tags
    case sequence
    case binary

    /// Whether the standard allows a BulkDataURI (PS3.18 F.2.2).
    var mayBeBulk: Bool {
        switch self {
        case .longText, .numbers, .binary: true
        case .text, .names, .tags, .sequence: false
        }
    }
}

extension VR {
    var kind: ValueKind { VR.kinds[self] ?? .binary }

    /// Whether it is a VR of binary values in the standard; an unknown VR is not.
    var isBinary: Bool { VR.binary.contains(self) }

    /// Whether Specific Character Set (0008,0005) says how its text is coded (PS3.5 6.1.2.2).
    var isText: Bool { VR.texts.contains(self) }

    private static let binary = set("OB OD OF OL OV OW")
    private static let texts = set("LO LT PN SH ST UC UT")

    /// Those that are not binary.
    private static let kinds: [VR: ValueKind] = {
        var kinds: [VR: ValueKind] = [:]
        let all: [(String, ValueKind)] = [
            // Several values of UC are split too, but each may be long.
            ("AE AS CS DA DS DT IS LO SH TM UI UC", .text), ("ST LT UT UR", .longText), ("PN", .names),
            ("US SS", .numbers(size: 2)), ("UL SL FL", .numbers(size: 4)), ("FD SV UV", .numbers(size: 8)),
            ("AT", .tags), ("SQ", .sequence),
        ]
        for (letters, kind) in all { for vr in set(letters) { kinds[vr] = kind } }
        return kinds
    }()

    /// VRs by their letters, separated by spaces.
    private static func set(_ letters: String) -> Set<VR> {
        Set(letters.utf8.split(separator: 0x20).map { VR($0[$0.startIndex], $0[$0.index(after: $0.startIndex)]) })
    }

    /// Bytes of one unit, of which the encoding gives the order.
    var unitSize: Int {
        switch letters {
        case "OW", "US", "SS", "AT": 2
        case "OF", "OL", "UL", "SL", "FL": 4
        case "OD", "OV", "FD", "SV", "UV": 8
        default: 1
        }
    }
}

extension [UInt8] {
    /// The bytes in little endian, in which DICOMweb has all values (PS3.18 F.2.7).
    func littleEndian(from encoding: TransferSyntax.Encoding, in vr: VR) -> [UInt8] {
        let size = vr.unitSize
        guard encoding == .explicitBigEndian, size > 1 else { return self }
        return stride(from: 0, to: count, by: size).flatMap { self[$0..<Swift.min($0 + size, count)].reversed() }
    }
}
