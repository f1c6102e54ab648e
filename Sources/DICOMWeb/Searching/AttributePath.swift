import DICOMCore
import Query
import WorkListDatabase

/// The name of an attribute in a URL (PS3.18 8.3.4.1): keyword or eight hexadecimal digits, in a sequence with a period.
enum AttributePath: Equatable {
    case attribute(KeyAttribute)
    /// A sequence as a whole.
    case sequence(Tag)
    /// An attribute that this node does not index.
    case unknown
    /// No attribute at all, but some other parameter.
    case other

    init(_ name: String) {
        let parts = name.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.allSatisfy(Self.looksLikeAttribute) else {
            self = .other
            return
        }
        let tags = parts.compactMap(Self.tag)
        guard tags.count == parts.count else {
            self = .unknown
            return
        }
        switch tags.count {
        case 1 where QueryKey.sequenceTags.contains(tags[0]): self = .sequence(tags[0])
        case 1: self = .attribute(KeyAttribute(tags[0]))
        case 2: self = .attribute(KeyAttribute(tags[1], in: tags[0]))
        default: self = .unknown
        }
    }

    /// Keywords of PS3.6 begin with a capital letter, and parameters of PS3.18 do not.
    private static func looksLikeAttribute(_ part: Substring) -> Bool {
        let isKeyword =
            part.first?.isUppercase == true && part.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber) }
        return isKeyword || hexadecimal(part) != nil
    }

    private static func hexadecimal(_ part: Substring) -> Tag? {
        guard part.utf8.count == 8, part.allSatisfy({ $0.isASCII && $0.isHexDigit }),
            let number = UInt32(part, radix: 16)
        else { return nil }
        return Tag(UInt16(number >> 16), UInt16(truncatingIfNeeded: number))
    }

    private static func tag(_ part: Substring) -> Tag? { hexadecimal(part) ?? keywords[String(part)] }

    private static let keywords: [String: Tag] = {
        var keywords: [String: Tag] = [
            "SpecificCharacterSet": .specificCharacterSet, "InstanceAvailability": .instanceAvailability,
            "RetrieveURL": .retrieveURL, "RequestAttributesSequence": .requestAttributesSequence,
            "ConceptNameCodeSequence": .conceptNameCodeSequence,
            "VerifyingObserverSequence": .verifyingObserverSequence,
            "ReferencedRequestSequence": .referencedRequestSequence,
        ]
        for attribute in IndexedAttribute.all { keywords[attribute.keyword] = attribute.tag }
        return keywords
    }()
}
