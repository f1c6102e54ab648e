import DICOMCore
import DICOMWebEncoding
import WorkListDatabase

/// One match of a search as a data set (PS3.18 10.6.3.3).
struct SearchMatch {
    /// The elements, in the order of their tags.
    let elements: [MetadataElement]

    /// - Parameters:
    ///   - values: of the attributes, several separated by `\`; nil or empty for none.
    ///   - base: the address of the resources, for the retrieve URL.
    init(_ attributes: [IndexedAttribute], _ values: [String?], _ level: QueryLevel, _ base: String) {
        var elements = [
            MetadataElement(.specificCharacterSet, .codeString, .texts(["ISO_IR 192"])),
            MetadataElement(.instanceAvailability, .codeString, .texts(["ONLINE"])),
        ]
        var items: [Tag: [MetadataElement]] = [:]
        var uids: [IndexedAttribute: String] = [:]
        for (attribute, value) in zip(attributes, values) {
            let element = MetadataElement(attribute.tag, attribute.representation, value ?? "")
            if let sequence = attribute.sequence {
                items[sequence, default: []].append(element)
            } else if attribute != .timezoneOffsetFromUTC || value != nil {
                elements.append(element)
            }
            if attribute.representation == .uniqueIdentifier { uids[attribute] = value }
        }
        for (tag, item) in items {
            let isEmpty = item.allSatisfy { $0.value == .empty }
            elements.append(
                MetadataElement(tag, .sequence, isEmpty ? .empty : .items([item.sorted { $0.tag < $1.tag }])))
        }
        let url = Self.retrieveURL(level, uids, base)
        elements.append(MetadataElement(.retrieveURL, .universalResource, .texts([url])))
        self.elements = elements.sorted { $0.tag < $1.tag }
    }

    private static func retrieveURL(_ level: QueryLevel, _ uids: [IndexedAttribute: String], _ base: String) -> String {
        var url = base
        let parts: [(String, IndexedAttribute)] = [
            ("studies", .studyInstanceUID), ("series", .seriesInstanceUID), ("instances", .sopInstanceUID),
        ]
        for (name, attribute) in parts.prefix(max(1, level.depth)) { url += "/\(name)/\(uids[attribute] ?? "")" }
        return url
    }
}

extension MetadataElement {
    /// An element of the index, whose values are text separated by `\`.
    init(_ tag: Tag, _ representation: VR, _ text: String) {
        let values = text.split(separator: "\\", omittingEmptySubsequences: false).map(String.init)
        let value: Value =
            if text.isEmpty {
                .empty
            } else if representation == .personName {
                .names(values.map { PersonNameValue($0) })
            } else if representation == .unsignedShort {
                .numbers(values)
            } else {
                .texts(values.map { $0.isEmpty ? nil : $0 })
            }
        self.init(tag, representation, value)
    }
}
