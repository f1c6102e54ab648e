import DICOMCore

/// Extracts a data set as `DICOMObject` does before DCMTK sees it; what was extracted must be a data set.
let dataSetHarness: Harness = { bytes in
    for (source, offset, syntax) in StoredDataSet.readings(of: bytes) {
        extract(source, offset, syntax)
    }
}

private func extract(_ source: ScanSource, _ offset: Int, _ syntax: TransferSyntax) {
    var source = source
    let sequences: Set<Tag> = [Tag(0x0028, 0x3000), Tag(0x0028, 0x3010), .requestAttributesSequence]
    guard
        let extract = try? DataSetExtract(
            &source, from: offset, encoding: syntax.encoding, sequences: sequences,
            representation: { sequences.contains($0) ? .sequence : $0.group == 0x0028 ? .unsignedShort : nil })
    else { return }
    let coding: TransferSyntax = extract.isBigEndian ? .explicitVRBigEndian : .explicitVRLittleEndian
    var extracted = ScanSource(extract.bytes)
    guard (try? HeaderScan(&extracted, encoding: coding.encoding, selecting: .every(sequences: []))) != nil else {
        fatalError("an extract is no data set")
    }
    _ = extract.pixelDataFrame
}
