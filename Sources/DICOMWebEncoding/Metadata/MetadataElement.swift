package import DICOMCore

/// An element of a data set as DICOMweb shows it: decoded, and without bulk data (PS3.18 annex F, PS3.19 A.1).
package struct MetadataElement: Sendable, Equatable {
    package enum Value: Sendable, Equatable {
        case empty
        /// Text of any VR, decimal and integer strings too; `nil` for an empty value among several.
        case texts([String?])
        case names([PersonNameValue?])
        /// Binary numbers, in decimal.
        case numbers([String])
        case tags([Tag])
        case items([[MetadataElement]])
        /// A short binary value in little endian.
        case inline([UInt8])
        /// Where the value is: the path below `bulkdata`, see `BulkDataPath`.
        case bulk(path: String)
    }

    package let tag: Tag
    package let vr: VR
    package let value: Value

    package init(_ tag: Tag, _ vr: VR, _ value: Value) {
        self.tag = tag
        self.vr = vr
        self.value = value
    }
}

/// A person name in component groups (PS3.5 6.2.1.1); `nil` for an empty group.
package struct PersonNameValue: Sendable, Equatable {
    package let alphabetic: String?
    package let ideographic: String?
    package let phonetic: String?

    /// Parses `family^given=ideographic=phonetic`; `nil` if all groups are empty.
    package init?(_ text: String) {
        let groups = text.split(separator: "=", maxSplits: 2, omittingEmptySubsequences: false).map { group in
            // Empty components at the end mean nothing (PS3.5 6.2.1.1), and the last group may have a delimiter too many.
            String(group.trimmingEmptyComponents)
        }
        func group(_ index: Int) -> String? { index < groups.count && !groups[index].isEmpty ? groups[index] : nil }
        (alphabetic, ideographic, phonetic) = (group(0), group(1), group(2))
        if alphabetic == nil, ideographic == nil, phonetic == nil { return nil }
    }
}

extension Substring {
    /// The text without delimiters, spaces and NUL at its end.
    fileprivate var trimmingEmptyComponents: Substring {
        var rest = utf8
        while let last = rest.last, [0x5E, 0x3D, 0x20, 0x00].contains(last) { rest.removeLast() }
        return Substring(rest)
    }
}
