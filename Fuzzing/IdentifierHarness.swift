import DICOMCore

/// Reads the identifier of a query as `DICOMServices` does, in both codings: every value is decoded by the character
/// set of the data set, by undeclared text where that does not say, and encoded again for an answer, which must be the
/// same text.
let identifierHarness: Harness = { bytes in
    for syntax in [TransferSyntax.explicitVRLittleEndian, .implicitVRLittleEndian] {
        var source = ScanSource(bytes)
        let sequences: Set<Tag> = [
            .requestAttributesSequence, .conceptNameCodeSequence, .verifyingObserverSequence,
        ]
        guard
            let scan = try? HeaderScan(&source, encoding: syntax.encoding, selecting: .every(sequences: sequences))
        else { continue }
        for tag in scan.values.keys {
            for text in [scan.text(tag), scan.personName(tag)].compactMap({ $0 }) {
                answer(text, in: scan.characterSet)
            }
            read(scan.values[tag] ?? [], declaredAs: scan.text(.specificCharacterSet) ?? "")
            _ = (scan.integer(tag), scan.unsignedShort(tag))
        }
        for (sequence, item) in scan.firstItems {
            for tag in item.keys { _ = (scan.text(tag, in: sequence), scan.personName(tag, in: sequence)) }
        }
    }
}

private func read(_ value: [UInt8], declaredAs terms: String) {
    for defaultTerms in ["", "ISO_IR 100", "\\ISO 2022 IR 149"] {
        let set = CharacterSet(terms, undeclared: UndeclaredText(defaultTerms: defaultTerms))
        answer(set.decode(value), in: set)
        answer(set.decode(value, isPersonName: true), in: set, isPersonName: true)
    }
}

private func answer(_ text: String, in set: CharacterSet, isPersonName: Bool = false) {
    guard let bytes = set.encode(text, isPersonName: isPersonName) else { return }
    guard set.decode(bytes, isPersonName: isPersonName).unicodeScalars.elementsEqual(text.unicodeScalars) else {
        fatalError("an answer has another text than what was read")
    }
}
