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
        var bytes: [UInt8] = []
        bytes.reserveCapacity(objects.reduce(2) { $0 + $1.count + 1 })
        for object in objects {
            bytes.append(bytes.isEmpty ? UInt8(ascii: "[") : UInt8(ascii: ","))
            bytes += object
        }
        if objects.isEmpty { bytes.append(UInt8(ascii: "[")) }
        bytes.append(UInt8(ascii: "]"))
        return bytes
    }

    // A data set is nested no deeper than `StoredMetadata.depthLimit`, so this may call itself.
    private mutating func append(_ elements: [MetadataElement]) {
        bytes.append(UInt8(ascii: "{"))
        for (index, element) in elements.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            bytes.append(UInt8(ascii: "\""))
            append(element.tag)
            append("\":{\"vr\":\"")
            bytes += element.vr.asciiLetters
            bytes.append(UInt8(ascii: "\""))
            append(element.value, element.vr)
            bytes.append(UInt8(ascii: "}"))
        }
        bytes.append(UInt8(ascii: "}"))
    }

    /// Constant text, without a string that is made for it.
    private mutating func append(_ constant: StaticString) {
        constant.withUTF8Buffer { bytes += $0 }
    }

    /// Eight upper-case hexadecimal digits.
    private mutating func append(_ tag: Tag) {
        for shift in stride(from: 28, through: 0, by: -4) {
            let digit = UInt8(truncatingIfNeeded: tag.number >> UInt32(shift)) & 0xF
            bytes.append(digit < 10 ? 0x30 + digit : 0x37 + digit)
        }
    }

    private mutating func append(_ value: MetadataElement.Value, _ vr: VR) {
        switch value {
        case .empty: return
        case .texts(let texts): append(texts) { $0.append(text: $1, vr) }
        case .names(let names): append(names) { $0.append($1) }
        case .numbers(let numbers): append(numbers) { $0.append(number: $1) }
        case .tags(let tags):
            append(tags) { json, tag in
                json.bytes.append(UInt8(ascii: "\""))
                json.append(tag)
                json.bytes.append(UInt8(ascii: "\""))
            }
        case .items(let items): append(items) { $0.append($1) }
        case .inline(let value):
            append(",\"InlineBinary\":\"")
            bytes += Data(value).base64EncodedString().utf8
            bytes.append(UInt8(ascii: "\""))
        case .bulk(let path):
            append(",\"BulkDataURI\":")
            append(quoted: bulkDataURI + path)
        }
    }

    private mutating func append<Element>(_ values: [Element], _ each: (inout DICOMJSON, Element) -> Void) {
        guard !values.isEmpty else { return }
        append(",\"Value\":[")
        for (index, value) in values.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            each(&self, value)
        }
        bytes.append(UInt8(ascii: "]"))
    }

    private mutating func append(text: String?, _ vr: VR) {
        guard let text else { return append("null") }
        if vr == .integerString || vr == .decimalString,
            let number = DecimalText.json(text, isInteger: vr == .integerString)
        {
            return bytes += number.utf8
        }
        append(quoted: text)
    }

    /// A reader in JavaScript has 53 bits; longer integers are strings (PS3.18 F.2.3).
    private mutating func append(number: String) {
        if number.utf8.count > 15, let whole = Int128(number), whole.magnitude > 1 << 53 {
            return append(quoted: number)
        }
        bytes += number.utf8
    }

    private mutating func append(_ name: PersonNameValue?) {
        guard let name else { return append("null") }
        bytes.append(UInt8(ascii: "{"))
        var isFirst = true
        append("\"Alphabetic\":", name.alphabetic, &isFirst)
        append("\"Ideographic\":", name.ideographic, &isFirst)
        append("\"Phonetic\":", name.phonetic, &isFirst)
        bytes.append(UInt8(ascii: "}"))
    }

    private mutating func append(_ group: StaticString, _ text: String?, _ isFirst: inout Bool) {
        guard let text else { return }
        if !isFirst { bytes.append(UInt8(ascii: ",")) }
        append(group)
        append(quoted: text)
        isFirst = false
    }

    private mutating func append(quoted text: String) {
        bytes.append(UInt8(ascii: "\""))
        var text = text
        text.withUTF8 { utf8 in
            if utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\") }) {
                bytes += utf8
            } else {
                for byte in utf8 { append(escaped: byte) }
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }

    private mutating func append(escaped byte: UInt8) {
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes += [UInt8(ascii: "\\"), byte]
        case 0x0A: append("\\n")
        case 0x0D: append("\\r")
        case 0x09: append("\\t")
        case 0..<0x20, 0x7F:
            let digits = String(byte, radix: 16)
            bytes += "\\u00\(digits.count == 1 ? "0" : "")\(digits)".utf8
        default: bytes.append(byte)
        }
    }
}
