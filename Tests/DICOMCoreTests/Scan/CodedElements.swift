import DICOMCore
import Testing

/// Writes elements by hand in one of the three codings, right or wrong.
struct CodedElements: CustomTestStringConvertible, Sendable {
    let encoding: TransferSyntax.Encoding

    static let all = [
        CodedElements(encoding: .explicitLittleEndian), CodedElements(encoding: .implicitLittleEndian),
        CodedElements(encoding: .explicitBigEndian),
    ]

    var testDescription: String { "\(encoding)" }
    var isBig: Bool { encoding == .explicitBigEndian }
    /// The other coding of the same byte order; big endian has none.
    var other: CodedElements {
        CodedElements(
            encoding: encoding == .implicitLittleEndian ? .explicitLittleEndian : .implicitLittleEndian)
    }

    func word(_ number: Int) -> [UInt8] {
        let bytes = [UInt8(number & 0xFF), UInt8(number >> 8 & 0xFF)]
        return isBig ? bytes.reversed() : bytes
    }

    private func long(_ number: Int) -> [UInt8] {
        let bytes = (0..<4).map { UInt8(number >> (8 * $0) & 0xFF) }
        return isBig ? bytes.reversed() : bytes
    }

    private func tag(_ tag: Tag) -> [UInt8] { word(Int(tag.group)) + word(Int(tag.element)) }

    /// An element; `length` is what its header says if that is not true.
    func element(_ tag: Tag, _ vr: String, _ value: [UInt8], length: Int? = nil) -> [UInt8] {
        let length = length ?? value.count
        guard encoding != .implicitLittleEndian else { return self.tag(tag) + long(length) + value }
        let head = self.tag(tag) + Array(vr.utf8)
        return ["OB", "OW", "SQ", "UN", "UT"].contains(vr)
            ? head + [0, 0] + long(length) + value : head + word(length) + value
    }

    func text(_ tag: Tag, _ vr: String, _ text: String) -> [UInt8] {
        element(tag, vr, Array(text.utf8) + (text.utf8.count % 2 == 1 ? [vr == "UI" ? 0 : 0x20] : []))
    }

    /// A sequence of undefined length with these bytes in it.
    func open(_ tag: Tag, _ content: [UInt8], vr: String = "SQ") -> [UInt8] {
        element(tag, vr, content, length: 0xFFFF_FFFF)
    }

    func item(_ content: [UInt8], length: Int? = nil) -> [UInt8] {
        tag(Tag(0xFFFE, 0xE000)) + long(length ?? content.count) + content
    }

    /// An item of undefined length, without its end.
    func openItem(_ content: [UInt8]) -> [UInt8] { item(content, length: 0xFFFF_FFFF) }

    var itemEnd: [UInt8] { tag(Tag(0xFFFE, 0xE00D)) + long(0) }
    var sequenceEnd: [UInt8] { tag(Tag(0xFFFE, 0xE0DD)) + long(0) }

    /// A code, as an item holds it.
    var code: [UInt8] { text(.codeValue, "SH", "51185008") + text(.codingSchemeDesignator, "SH", "SCT") }

    /// The elements of an image below group 0010, in which `damaged` stands, and above it.
    func image(with damaged: [UInt8]) -> [UInt8] {
        var bytes = text(.sopClassUID, "UI", "1.2.840.10008.5.1.4.1.1.1") + text(.sopInstanceUID, "UI", "1.2.3")
        bytes += damaged
        bytes += text(.patientName, "PN", "Doe^Jane") + text(.patientID, "LO", "P1")
        bytes += text(.studyInstanceUID, "UI", "1.2.4") + text(.seriesInstanceUID, "UI", "1.2.5")
        bytes += element(.rows, "US", word(4)) + element(.columns, "US", word(4))
        return bytes + element(.pixelData, "OW", [UInt8](repeating: 7, count: 32))
    }
}

extension CodedElements {
    /// Reads the header of a data set in the transfer syntax of this coding.
    func header(of dataSet: [UInt8]) throws(HeaderScanError) -> InstanceHeader {
        let transferSyntax: TransferSyntax =
            switch encoding {
            case .implicitLittleEndian: .implicitVRLittleEndian
            case .explicitLittleEndian: .explicitVRLittleEndian
            case .explicitBigEndian: .explicitVRBigEndian
            }
        var source = ScanSource(dataSet)
        return try InstanceHeader(scanning: &source, transferSyntax: transferSyntax)
    }
}
