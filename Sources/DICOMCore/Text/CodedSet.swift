/// One coded character set and its name in iconv.
enum CodedSet: String, Sendable, CaseIterable {
    case ascii = "US-ASCII"
    /// No characters are assigned.
    case none = ""
    case latin1 = "ISO-8859-1"
    case latin2 = "ISO-8859-2"
    case latin3 = "ISO-8859-3"
    case latin4 = "ISO-8859-4"
    case cyrillic = "ISO-8859-5"
    case arabic = "ISO-8859-6"
    case greek = "ISO-8859-7"
    case hebrew = "ISO-8859-8"
    case latin5 = "ISO-8859-9"
    case latin9 = "ISO-8859-15"
    case thai = "TIS-620"
    /// The upper half of JIS X 0201, which glibc knows only as part of Shift JIS.
    case katakana = "SHIFT_JIS"
    /// JIS X 0208 and JIS X 0212, two bytes below 80H each.
    case kanji = "EUC-JP"
    case supplementaryKanji = "EUC-JP-0212"
    case korean = "EUC-KR"
    case simplifiedChinese = "EUC-CN"
    case utf8 = "UTF-8"
    case gb18030 = "GB18030"
    case gbk = "GBK"

    /// Escape sequences without the ESC (PS3.3 Tables C.12-3 and C.12-4). The lower half of JIS X 0201 counts as ASCII:
    /// it differs only by a yen sign at 5CH, which is the delimiter in a data set, and an overline at 7EH.
    static let g0Escapes: [(String, CodedSet)] = [
        ("(B", .ascii), ("(J", .ascii), ("$B", .kanji), ("$(D", .supplementaryKanji),
    ]
    static let g1Escapes: [(String, CodedSet)] = [
        (")I", .katakana), ("-A", .latin1), ("-B", .latin2), ("-C", .latin3), ("-D", .latin4), ("-L", .cyrillic),
        ("-G", .arabic), ("-F", .greek), ("-H", .hebrew), ("-M", .latin5), ("-b", .latin9), ("-T", .thai),
        ("$)C", .korean), ("$)A", .simplifiedChinese),
    ]

    var isSingleByte: Bool { self != .kanji && self != .supplementaryKanji }
    var containsASCII: Bool { [.utf8, .gb18030, .gbk].contains(self) }

    /// Decodes bytes; `nil` if not all of them are in this set.
    func decode(_ bytes: ArraySlice<UInt8>) -> String? {
        switch self {
        case .ascii: bytes.allSatisfy { $0 < 0x80 } ? String(decoding: bytes, as: UTF8.self) : nil
        case .utf8: String(validating: bytes, as: UTF8.self)
        case .none: bytes.isEmpty ? "" : nil
        case .kanji:
            Iconv.decode(bytes.map { $0 | 0x80 }, from: rawValue)
        case .supplementaryKanji:
            Iconv.decode(bytes.chunks(of: 2).flatMap { [0x8F] + $0.map { $0 | 0x80 } }, from: CodedSet.kanji.rawValue)
        default:
            Iconv.decode(Array(bytes), from: rawValue)
        }
    }

    /// Encodes text in this set; `nil` if a character is not in it. ASCII is not part of the sets for bytes from 80H.
    func encode(_ text: String) -> [UInt8]? {
        switch self {
        case .ascii: return text.utf8.allSatisfy { $0 < 0x80 } ? Array(text.utf8) : nil
        case .none: return nil
        case .utf8: return Array(text.utf8)
        case .gb18030, .gbk: return Iconv.encode(text, to: rawValue)
        case .kanji:
            // Two bytes per character; half-width katakana and the supplementary set begin with 8EH and 8FH.
            guard let bytes = Iconv.encode(text, to: rawValue), bytes.allSatisfy({ $0 >= 0xA1 }) else { return nil }
            return bytes.map { $0 & 0x7F }
        case .supplementaryKanji:
            guard let bytes = Iconv.encode(text, to: CodedSet.kanji.rawValue) else { return nil }
            let characters = bytes[...].chunks(of: 3)
            guard characters.allSatisfy({ $0.first == 0x8F && $0.count == 3 }) else { return nil }
            return characters.flatMap { $0.dropFirst().map { $0 & 0x7F } }
        case .katakana:
            guard let bytes = Iconv.encode(text, to: rawValue), bytes.allSatisfy({ (0xA1...0xDF).contains($0) }) else {
                return nil
            }
            return bytes
        default:
            guard let bytes = Iconv.encode(text, to: rawValue), bytes.allSatisfy({ $0 >= 0x80 }) else { return nil }
            return bytes
        }
    }
}

extension ArraySlice {
    fileprivate func chunks(of size: Int) -> [ArraySlice] {
        stride(from: startIndex, to: endIndex, by: size).map { self[$0..<Swift.min($0 + size, endIndex)] }
    }
}
