internal import DICOMCore
internal import FoundationEssentials

/// Writes a data set as XML of the Native DICOM Model (PS3.19 A.1).
package struct NativeDICOMModel {
    /// The UTF-8 bytes.
    package private(set) var bytes: [UInt8] = Array(
        #"<?xml version="1.0" encoding="UTF-8"?><NativeDicomModel xmlns="http://dicom.nema.org/PS3.19/models/NativeDICOM" xml:space="preserve">"#
            .utf8)
    private let bulkDataURI: String

    /// - Parameter bulkDataURI: what stands before a path of bulk data, absolute and with a slash at its end.
    package init(_ elements: [MetadataElement], bulkDataURI: String = "") {
        self.bulkDataURI = bulkDataURI
        append(elements)
        bytes += "</NativeDicomModel>".utf8
    }

    // A data set is nested no deeper than `StoredMetadata.depthLimit`, so this may call itself.
    private mutating func append(_ elements: [MetadataElement]) {
        for element in elements {
            bytes += "<DicomAttribute tag=\"\(element.tag.digits)\" vr=\"\(element.vr.letters)\"".utf8
            if let keyword = AttributeDictionary.keyword(of: element.tag) { bytes += " keyword=\"\(keyword)\"".utf8 }
            guard element.value != .empty, element.value != .items([]) else {
                bytes += "/>".utf8
                continue
            }
            bytes.append(UInt8(ascii: ">"))
            append(element.value)
            bytes += "</DicomAttribute>".utf8
        }
    }

    private mutating func append(_ value: MetadataElement.Value) {
        switch value {
        case .empty: return
        // An empty value keeps its number by leaving it out (PS3.19 A.1.5).
        case .texts(let texts): for (index, text) in texts.enumerated() { append("Value", index, text) }
        case .numbers(let numbers): for (index, number) in numbers.enumerated() { append("Value", index, number) }
        case .tags(let tags): for (index, tag) in tags.enumerated() { append("Value", index, tag.digits) }
        case .names(let names): for (index, name) in names.enumerated() { append(name, index) }
        case .items(let items):
            for (index, item) in items.enumerated() {
                bytes += "<Item number=\"\(index + 1)\">".utf8
                append(item)
                bytes += "</Item>".utf8
            }
        case .inline(let value):
            bytes += "<InlineBinary>".utf8
            bytes += Data(value).base64EncodedString().utf8
            bytes += "</InlineBinary>".utf8
        case .bulk(let path):
            bytes += "<BulkData uri=\"".utf8
            append(escaped: bulkDataURI + path)
            bytes += "\"/>".utf8
        }
    }

    private mutating func append(_ name: String, _ index: Int, _ text: String?) {
        guard let text else { return }
        bytes += "<\(name) number=\"\(index + 1)\">".utf8
        append(escaped: text)
        bytes += "</\(name)>".utf8
    }

    private static let components = ["FamilyName", "GivenName", "MiddleName", "NamePrefix", "NameSuffix"]

    private mutating func append(_ name: PersonNameValue?, _ index: Int) {
        guard let name else { return }
        bytes += "<PersonName number=\"\(index + 1)\">".utf8
        let groups = [
            ("Alphabetic", name.alphabetic), ("Ideographic", name.ideographic), ("Phonetic", name.phonetic),
        ]
        for case (let group, let text?) in groups {
            bytes += "<\(group)>".utf8
            // More than five components are no name; the rest stays with the suffix.
            let parts = text.split(separator: "^", maxSplits: 4, omittingEmptySubsequences: false)
            for (component, part) in zip(NativeDICOMModel.components, parts) where !part.isEmpty {
                bytes += "<\(component)>".utf8
                append(escaped: String(part))
                bytes += "</\(component)>".utf8
            }
            bytes += "</\(group)>".utf8
        }
        bytes += "</PersonName>".utf8
    }

    private mutating func append(escaped text: String) {
        for scalar in text.unicodeScalars {
            switch scalar {
            case "<": bytes += "&lt;".utf8
            case ">": bytes += "&gt;".utf8
            case "&": bytes += "&amp;".utf8
            case "\"": bytes += "&quot;".utf8
            case "\r": bytes += "&#13;".utf8
            case "\t", "\n": bytes += String(scalar).utf8
            // Characters that XML 1.0 cannot hold.
            case "\0"..<" ", "\u{FFFE}", "\u{FFFF}": bytes += "\u{FFFD}".utf8
            default: bytes += String(scalar).utf8
            }
        }
    }
}
