internal import CDCMTK
package import DICOMCore

/// VR and keyword of the standard's attributes (PS3.6 chapter 6), from DCMTK's data dictionary.
package enum AttributeDictionary {
    /// The VR of an attribute; `nil` if the standard does not define it.
    ///
    /// - Parameter isSigned: what Pixel Representation (0028,0103) says of attributes that are US or SS.
    package static func representation(of tag: Tag, isSigned: Bool = false) -> VR? {
        // A private creator (PS3.5 7.8.1); other private attributes are not known.
        if tag.group % 2 == 1 { return (0x10...0xFF).contains(tag.element) ? .longString : nil }
        guard let attribute = attribute(tag) else { return nil }
        let vr = VR(UInt8(bitPattern: attribute.vr.0), UInt8(bitPattern: attribute.vr.1))
        guard vr == VR(UInt8(ascii: "X"), UInt8(ascii: "S")) else { return vr }
        return isSigned ? VR(UInt8(ascii: "S"), UInt8(ascii: "S")) : .unsignedShort
    }

    /// The keyword of an attribute; `nil` if the standard does not define it.
    package static func keyword(of tag: Tag) -> String? {
        attribute(tag).map { attribute in
            withUnsafeBytes(of: attribute.keyword) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
        }
    }

    private static func attribute(_ tag: Tag) -> cd_attribute? {
        var attribute = cd_attribute()
        return cd_find_attribute(tag.group, tag.element, &attribute) ? attribute : nil
    }
}

extension Tag {
    /// Eight upper-case hexadecimal digits, as DICOMweb writes tags.
    package var digits: String {
        let digits = String(number, radix: 16, uppercase: true)
        return String(repeating: "0", count: 8 - digits.count) + digits
    }

    /// Reads eight hexadecimal digits in either case.
    package init?(digits: some StringProtocol) {
        guard digits.utf8.count == 8, digits.allSatisfy(\.isHexDigit), let number = UInt32(digits, radix: 16) else {
            return nil
        }
        self.init(UInt16(number >> 16), UInt16(truncatingIfNeeded: number))
    }
}
