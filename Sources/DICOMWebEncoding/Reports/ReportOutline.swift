package import DICOMCore

/// The content tree of a Structured Report (PS3.3 C.17.3) as lines to read, in the order of the document.
///
/// Every value is shown: a reader must not take a part of a report for all of it.
package struct ReportOutline: Sendable, Equatable {
    package struct Line: Sendable, Equatable {
        /// 1 for what is directly below the title.
        package let depth: Int
        /// The concept's meaning; empty without a concept.
        package let name: String
        /// The value; nil for a container, whose name is a heading.
        package let text: String?
    }

    /// The content is longer or deeper than what is shown of an object.
    private struct Failure: Error {}

    /// The concept of the root.
    package let title: String
    package private(set) var lines: [Line] = []

    /// Returns nil for content that is longer or deeper than what is shown of an object (`StoredMetadata`).
    ///
    /// - Parameters:
    ///   - elements: the data set.
    ///   - longText: reads a text that the data set names by a path only; nil if it is no text.
    package init?(
        _ elements: [MetadataElement], longText: (String) throws(HeaderScanError) -> String?
    ) throws {
        title = Self.meaning(.conceptNameCodeSequence, in: elements) ?? "Report"
        do { try append(elements, depth: 1, longText) } catch is Failure { return nil }
    }

    // A data set is nested no deeper than `StoredMetadata.depthLimit`, so this may call itself.
    private mutating func append(
        _ parent: [MetadataElement], depth: Int, _ longText: (String) throws(HeaderScanError) -> String?
    ) throws {
        for item in try Self.items(.contentSequence, of: parent) {
            lines.append(
                Line(
                    depth: depth, name: Self.meaning(.conceptNameCodeSequence, in: item) ?? "",
                    text: try Self.value(of: item, longText)))
            try append(item, depth: depth + 1, longText)
        }
    }

    /// The value by its type (PS3.3 Table C.17.3-7).
    private static func value(
        of item: [MetadataElement], _ longText: (String) throws(HeaderScanError) -> String?
    ) throws -> String? {
        switch item.text(.valueType) {
        case "CONTAINER": return nil
        case "TEXT":
            if case .bulk(let path) = item.first(where: { $0.tag == .textValue })?.value {
                guard let text = try longText(path) else { throw Failure() }
                return text
            }
            return item.text(.textValue) ?? ""
        case "CODE": return meaning(.conceptCodeSequence, in: item) ?? ""
        case "NUM":
            return try items(.measuredValueSequence, of: item).map { measured in
                let unit = meaning(.measurementUnitsCodeSequence, in: measured)
                return [measured.text(.numericValue), unit].compactMap(\.self).joined(separator: " ")
            }.joined(separator: ", ")
        case "PNAME": return item.text(.personName) ?? ""
        case "DATE": return item.text(.date) ?? ""
        case "TIME": return item.text(.time) ?? ""
        case "DATETIME": return item.text(.dateTime) ?? ""
        case "UIDREF": return item.text(.uid) ?? ""
        case "IMAGE", "COMPOSITE", "WAVEFORM":
            return try items(.referencedSOPSequence, of: item).compactMap { $0.text(.referencedSOPInstanceUID) }
                .joined(separator: ", ")
        case let type: return "(\(type ?? "a value"), not shown)"
        }
    }

    private static func meaning(_ tag: Tag, in item: [MetadataElement]) -> String? {
        guard case .items(let codes) = item.first(where: { $0.tag == tag })?.value, let code = codes.first else {
            return nil
        }
        return code.text(.codeMeaning) ?? code.text(.codeValue)
    }

    private static func items(_ tag: Tag, of item: [MetadataElement]) throws -> [[MetadataElement]] {
        switch item.first(where: { $0.tag == tag })?.value {
        case .items(let items): return items
        case .bulk: throw Failure()
        default: return []
        }
    }
}

extension [MetadataElement] {
    /// The values of an element as one text; nil without one. Person names are shown with spaces for `^`.
    package func text(_ tag: Tag) -> String? {
        let text =
            switch first(where: { $0.tag == tag })?.value {
            case .texts(let texts): texts.compactMap(\.self).joined(separator: ", ")
            case .numbers(let numbers): numbers.joined(separator: ", ")
            case .names(let names): names.compactMap { $0?.readable }.joined(separator: ", ")
            default: ""
            }
        return text.isEmpty ? nil : text
    }
}

extension PersonNameValue {
    /// Each group after the other: commas between the components of the alphabetic group.
    fileprivate var readable: String {
        func joined(_ group: String?, _ separator: String) -> String? {
            group?.split(separator: "^").joined(separator: separator)
        }
        return [joined(alphabetic, ", "), joined(ideographic, " "), joined(phonetic, " ")].compactMap(\.self)
            .joined(separator: "  ")
    }
}

/// Content items (PS3.3 C.17.3 and C.18).
extension Tag {
    static let valueType = Tag(0x0040, 0xA040)
    static let contentSequence = Tag(0x0040, 0xA730)
    static let textValue = Tag(0x0040, 0xA160)
    static let conceptCodeSequence = Tag(0x0040, 0xA168)
    static let measuredValueSequence = Tag(0x0040, 0xA300)
    static let numericValue = Tag(0x0040, 0xA30A)
    static let measurementUnitsCodeSequence = Tag(0x0040, 0x08EA)
    static let personName = Tag(0x0040, 0xA123)
    static let dateTime = Tag(0x0040, 0xA120)
    static let date = Tag(0x0040, 0xA121)
    static let time = Tag(0x0040, 0xA122)
    static let uid = Tag(0x0040, 0xA124)
}
