internal import DICOMCore
internal import FoundationEssentials

/// Writes data sets as DICOM JSON (PS3.18 annex F).
package struct DICOMJSON {
    /// The UTF-8 bytes.
    package private(set) var bytes: [UInt8] = []
    private let bulkDataURI: String

    /// - Parameter bulkDataURI: what stands before a path of bulk data, absolute and with a slash at its end.
    package init(bulkDataURI: String) { self.bulkDataURI = bulkDataURI }

    /// One data set as a JSON object.
    package static func object(_ elements: [MetadataElement], bulkDataURI: String = "") -> [UInt8] {
        var json = DICOMJSON(bulkDataURI: bulkDataURI)
        json.append(elements)
        return json.bytes
    }

    /// Data sets as a JSON array, in which DICOMweb answers.
    package static func array(_ objects: [[UInt8]]) -> [UInt8] {
        Array("[".utf8) + objects.joined(separator: ",".utf8) + "]".utf8
    }

    // A data set is nested no deeper than `StoredMetadata.depthLimit`, so this may call itself.
    private mutating func append(_ elements: [MetadataElement]) {
        bytes.append(UInt8(ascii: "{"))
        for (index, element) in elements.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            bytes += "\"\(element.tag.digits)\":{\"vr\":\"\(element.vr.letters)\"".utf8
            append(element.value, element.vr)
            bytes.append(UInt8(ascii: "}"))
        }
        bytes.append(UInt8(ascii: "}"))
    }

    private mutating func append(_ value: MetadataElement.Value, _ vr: VR) {
        switch value {
        case .empty: return
        case .texts(let texts): append(texts) { $0.append(text: $1, vr) }
        case .names(let names): append(names) { $0.append($1) }
        case .numbers(let numbers): append(numbers) { $0.append(number: $1) }
        case .tags(let tags): append(tags) { $0.append(quoted: $1.digits) }
        case .items(let items): append(items) { $0.append($1) }
        case .inline(let value):
            bytes += ",\"InlineBinary\":\"".utf8
            bytes += Data(value).base64EncodedString().utf8
            bytes.append(UInt8(ascii: "\""))
        case .bulk(let path):
            bytes += ",\"BulkDataURI\":".utf8
            append(quoted: bulkDataURI + path)
        }
    }

    private mutating func append<Element>(_ values: [Element], _ each: (inout DICOMJSON, Element) -> Void) {
        guard !values.isEmpty else { return }
        bytes += ",\"Value\":[".utf8
        for (index, value) in values.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            each(&self, value)
        }
        bytes.append(UInt8(ascii: "]"))
    }

    private mutating func append(text: String?, _ vr: VR) {
        guard let text else { return bytes += "null".utf8 }
        if ["DS", "IS"].contains(vr.letters), let number = DecimalText.json(text, isInteger: vr == .integerString) {
            return bytes += number.utf8
        }
        append(quoted: text)
    }

    /// A reader in JavaScript has 53 bits; longer integers are strings (PS3.18 F.2.3).
    private mutating func append(number: String) {
        if number.count > 15, let whole = Int128(number), whole.magnitude > 1 << 53 { return append(quoted: number) }
        bytes += number.utf8
    }

    private mutating func append(_ name: PersonNameValue?) {
        guard let name else { return bytes += "null".utf8 }
        let groups = [
            ("Alphabetic", name.alphabetic), ("Ideographic", name.ideographic), ("Phonetic", name.phonetic),
        ]
        var separator = "{"
        for case (let group, let text?) in groups {
            bytes += "\(separator)\"\(group)\":".utf8
            append(quoted: text)
            separator = ","
        }
        bytes.append(UInt8(ascii: "}"))
    }

    private mutating func append(quoted text: String) {
        bytes.append(UInt8(ascii: "\""))
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes += [UInt8(ascii: "\\"), byte]
            case 0x0A: bytes += "\\n".utf8
            case 0x0D: bytes += "\\r".utf8
            case 0x09: bytes += "\\t".utf8
            case 0..<0x20, 0x7F:
                let digits = String(byte, radix: 16)
                bytes += "\\u00\(digits.count == 1 ? "0" : "")\(digits)".utf8
            default: bytes.append(byte)
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }
}
