/// Values as Swift types; `nil` if absent, empty or malformed.
extension HeaderScan {
    /// The data set's character set, from Specific Character Set (0008,0005).
    package var characterSet: CharacterSet {
        CharacterSet(values[.specificCharacterSet].map { String(decoding: $0, as: UTF8.self) } ?? "")
    }

    /// Text decoded with the data set's character set, without padding.
    package func text(_ tag: Tag) -> String? { values[tag].flatMap { text($0, characterSet, isPersonName: false) } }

    /// A person name: text whose component delimiters also end escape sequences.
    package func personName(_ tag: Tag) -> String? {
        values[tag].flatMap { text($0, characterSet, isPersonName: true) }
    }

    /// Text in the first item of a sequence, decoded with the item's own character set if it has one.
    package func text(_ tag: Tag, in sequence: Tag) -> String? { text(tag, in: sequence, isPersonName: false) }

    /// A person name in the first item of a sequence.
    package func personName(_ tag: Tag, in sequence: Tag) -> String? { text(tag, in: sequence, isPersonName: true) }

    private func text(_ tag: Tag, in sequence: Tag, isPersonName: Bool) -> String? {
        guard let item = firstItems[sequence] else { return nil }
        return text(tag, of: item, isPersonName: isPersonName)
    }

    /// Text of an item, decoded with its own character set if it has one.
    private func text(_ tag: Tag, of item: [Tag: [UInt8]], isPersonName: Bool = false) -> String? {
        guard let value = item[tag] else { return nil }
        let own = item[.specificCharacterSet].map { CharacterSet(String(decoding: $0, as: UTF8.self)) }
        return text(value, own ?? characterSet, isPersonName: isPersonName)
    }

    private func text(_ value: [UInt8], _ set: CharacterSet, isPersonName: Bool) -> String? {
        let decoded = set.decode(value, isPersonName: isPersonName).trimmingSpaces
        return decoded.isEmpty ? nil : decoded
    }

    /// A number written as text (IS).
    package func integer(_ tag: Tag) -> Int? { text(tag).flatMap { Int($0) } }

    /// A number in two bytes (US).
    package func unsignedShort(_ tag: Tag) -> Int? {
        guard let value = values[tag], value.count >= 2 else { return nil }
        return Int(UInt16(value.prefix(2), bigEndian: encoding == .explicitBigEndian))
    }

    /// A mandatory UID.
    package func uid(_ tag: Tag) throws(HeaderScanError) -> UID {
        guard let text = values[tag].map({ String(decoding: $0, as: UTF8.self).trimmingSpaces }), !text.isEmpty else {
            throw .missing(tag)
        }
        guard let uid = UID(text) else { throw .invalidUID(tag) }
        return uid
    }

    /// The code in the first item of a sequence; `nil` without a code value.
    func code(_ sequence: Tag) -> CodedConcept? {
        firstItems[sequence].flatMap(code(of:))
    }

    /// The modifiers of the view, those with a code value; View Modifier Code Sequence of the data set itself, where some
    /// devices write it, counts as one.
    func viewModifiers() -> [CodedConcept] {
        modifiers.compactMap(code(of:)) + [code(.viewModifierCodeSequence)].compactMap(\.self)
    }

    private func code(of item: [Tag: [UInt8]]) -> CodedConcept? {
        guard let value = text(.codeValue, of: item) else { return nil }
        return CodedConcept(
            value: value, scheme: text(.codingSchemeDesignator, of: item) ?? "",
            meaning: text(.codeMeaning, of: item) ?? "")
    }

    /// The request in the first item of a sequence; `nil` if it has no identifier.
    func request(_ sequence: Tag) -> RequestedProcedure? {
        let request = RequestedProcedure(
            accessionNumber: text(.accessionNumber, in: sequence),
            requestedProcedureID: text(.requestedProcedureID, in: sequence),
            scheduledProcedureStepID: text(.scheduledProcedureStepID, in: sequence))
        return request == RequestedProcedure() ? nil : request
    }
}
