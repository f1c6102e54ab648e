internal import DICOMCore

/// Reads the value of one element for a `StoredMetadata`.
struct ElementReading {
    /// A binary value of as many bytes is shown in place (PS3.18 F.2.7), a longer one is bulk data.
    static let inlineLimit = 64
    /// Characters of a long text that are shown (PS3.18 10.4.1.1.2).
    static let longTextLimit = 1024
    /// Bytes of any other value that are shown.
    static let valueLimit = 64 << 10

    private let element: ElementHeader
    private let path: String
    private let characterSet: CharacterSet
    /// The VR under which the value is shown.
    let vr: VR
    private let limit: Int

    /// - Parameter isShort: whether only short values are shown, because the object has many.
    init(_ element: ElementHeader, path: String, characterSet: CharacterSet, isSigned: Bool, isShort: Bool) {
        self.element = element
        self.path = path
        self.characterSet = characterSet
        vr = element.shownRepresentation(isSigned: isSigned)
        switch vr.kind {
        case .binary: limit = ElementReading.inlineLimit
        // A character has at most four bytes in any set, and escape sequences around it.
        case .longText: limit = isShort ? ElementReading.inlineLimit : 8 * ElementReading.longTextLimit
        default: limit = isShort ? ElementReading.inlineLimit : ElementReading.valueLimit
        }
    }

    /// Bytes of the value if it is shown.
    var byteCount: Int { element.length.map { $0 <= limit ? $0 : 0 } ?? 0 }

    /// The value under its VR, and whether all of its text could be read.
    func value(
        from source: inout ScanSource
    ) throws(HeaderScanError) -> (VR, MetadataElement.Value, isReadable: Bool) {
        if element.length == 0 { return (vr, .empty, true) }
        guard let length = element.length, length <= limit,
            let bytes = try source.bytes(at: element.valueStart, length: length).map(Array.init)
        else { return bulk }
        switch vr.kind {
        case .binary: return (vr, .inline(bytes.littleEndian(from: element.encoding, in: vr)), true)
        case .sequence: return (.unknown, length <= ElementReading.inlineLimit ? .inline(bytes) : bulk.1, true)
        case .numbers(let size):
            guard length % size == 0 else { return unfit(bytes) }
            guard let numbers = BinaryNumbers.decimals(bytes, vr, isBig: element.encoding == .explicitBigEndian)
            else { return bulk }
            return (vr, .numbers(numbers), true)
        case .tags:
            guard length % 4 == 0 else { return unfit(bytes) }
            return (vr, .tags(BinaryNumbers.tags(bytes, isBig: element.encoding == .explicitBigEndian)), true)
        case .text, .longText, .names: return text(bytes)
        }
    }

    private var bulk: (VR, MetadataElement.Value, isReadable: Bool) {
        (vr.kind.mayBeBulk ? vr : .unknown, .bulk(path: path), true)
    }

    /// A value whose length contradicts its VR is shown as bytes.
    private func unfit(_ bytes: [UInt8]) -> (VR, MetadataElement.Value, isReadable: Bool) {
        (.unknown, bytes.count <= ElementReading.inlineLimit ? .inline(bytes) : .bulk(path: path), true)
    }

    private func text(_ bytes: [UInt8]) -> (VR, MetadataElement.Value, isReadable: Bool) {
        let decoded =
            vr.isText
            ? characterSet.decode(bytes, isPersonName: vr == .personName) : CharacterSet("").decode(bytes)
        let text = decoded.replacingUnreadable
        let isReadable = text == decoded
        if vr.kind == .longText {
            let text = text.trimmingPadding
            if text.unicodeScalars.count > ElementReading.longTextLimit { return bulk }
            return (vr, text.isEmpty ? .empty : .texts([text]), isReadable)
        }
        let isOne = !text.utf8.contains(UInt8(ascii: "\\"))
        let values =
            isOne
            ? [text.trimmingPadding]
            : text.split(separator: "\\", omittingEmptySubsequences: false).map(\.trimmingPadding)
        if values == [""] { return (vr, .empty, isReadable) }
        if vr == .personName { return (vr, .names(values.map(PersonNameValue.init)), isReadable) }
        return (vr, .texts(values.map { $0.isEmpty ? nil : $0 }), isReadable)
    }
}

extension ElementHeader {
    /// The VR under which DICOMweb shows the element: that of the dictionary if the object states none or UN.
    func shownRepresentation(isSigned: Bool) -> VR {
        if let vr, vr != .unknown, vr.kind != .binary || vr.isBinary { return vr }
        return AttributeDictionary.representation(of: tag, isSigned: isSigned) ?? .unknown
    }
}

extension StringProtocol {
    /// Without the spaces and NULs that pad a value at its end (PS3.5 6.2); leading spaces count.
    fileprivate var trimmingPadding: String {
        var rest = Substring(self).utf8
        while let last = rest.last, last == 0x20 || last == 0 { rest.removeLast() }
        return String(Substring(rest))
    }
}

extension String {
    /// With U+FFFD for each byte that is in no character set (`UndeclaredText`).
    fileprivate var replacingUnreadable: String {
        guard unicodeScalars.contains(where: { (0xF780...0xF7FF).contains($0.value) }) else { return self }
        return String(
            String.UnicodeScalarView(
                unicodeScalars.map { (0xF780...0xF7FF).contains($0.value) ? "\u{FFFD}" : $0 }))
    }
}
