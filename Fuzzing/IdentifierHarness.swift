import DICOMCore

/// Reads the identifier of a query as `DICOMServices` does, in both codings: every value is decoded by the character
/// set of the data set and encoded again for an answer.
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
                _ = scan.characterSet.encode(text)
                _ = scan.characterSet.encode(text, isPersonName: true)
            }
            _ = (scan.integer(tag), scan.unsignedShort(tag))
        }
        for (sequence, item) in scan.firstItems {
            for tag in item.keys { _ = (scan.text(tag, in: sequence), scan.personName(tag, in: sequence)) }
        }
    }
}
