/// Values as Swift types. What is absent, empty or not of the asked form is `nil`.
extension HeaderScan {
    /// The data set's character set, by Specific Character Set (0008,0005).
    package var characterSet: CharacterSet {
        CharacterSet(values[.specificCharacterSet].map { String(decoding: $0, as: UTF8.self) } ?? "")
    }

    /// Text decoded by the data set's character set, without padding.
    package func text(_ tag: Tag) -> String? { values[tag].flatMap { text($0, isPersonName: false) } }

    /// A person name: text in which the delimiters of its parts end escape sequences too.
    package func personName(_ tag: Tag) -> String? { values[tag].flatMap { text($0, isPersonName: true) } }

    private func text(_ value: [UInt8], isPersonName: Bool) -> String? {
        let decoded = characterSet.decode(value, isPersonName: isPersonName).trimmingSpaces
        return decoded.isEmpty ? nil : decoded
    }

    /// A number written as text (IS).
    package func integer(_ tag: Tag) -> Int? { text(tag).flatMap { Int($0) } }

    /// A number in two bytes (US).
    package func unsignedShort(_ tag: Tag) -> Int? {
        guard let value = values[tag], value.count >= 2 else { return nil }
        return Int(UInt16(value.prefix(2), bigEndian: encoding == .explicitBigEndian))
    }

    /// A unique identifier that has to be there.
    package func uid(_ tag: Tag) throws(HeaderScanError) -> UID {
        guard let text = values[tag].map({ String(decoding: $0, as: UTF8.self).trimmingSpaces }), !text.isEmpty else {
            throw .missing(tag)
        }
        guard let uid = UID(text) else { throw .invalidUID(tag) }
        return uid
    }

    /// The code in the first item of a sequence; without a code value there is none.
    func code(_ sequence: Tag) -> CodedConcept? {
        guard let item = firstItems[sequence] else { return nil }
        func part(_ tag: Tag) -> String? { item[tag].flatMap { text($0, isPersonName: false) } }
        guard let value = part(.codeValue) else { return nil }
        return CodedConcept(
            value: value, scheme: part(.codingSchemeDesignator) ?? "", meaning: part(.codeMeaning) ?? "")
    }
}
