import DICOMCore

private let syntaxes: [TransferSyntax] = [
    .explicitVRLittleEndian, .implicitVRLittleEndian, .explicitVRBigEndian, .deflatedExplicitVRLittleEndian,
]

/// Scans a file as storing does: file meta information, header, and what a commitment request would read. Bytes that
/// are no file are scanned as a data set in each coding, and as a deflated one.
let headerScanHarness: Harness = { bytes in
    var source = ScanSource(bytes)
    if let location = try? FileMetaInformation.Location(in: &source) {
        _ = try? InstanceHeader(
            scanning: &source, from: location.dataSetOffset, transferSyntax: location.transferSyntax)
        return
    }
    for syntax in syntaxes { _ = try? InstanceHeader(scanning: &source, transferSyntax: syntax) }
    for syntax in syntaxes.prefix(2) {
        _ = try? CommitmentInformation(scanning: bytes, encoding: syntax.encoding)
    }
    _ = try? Inflation(source, from: 0).everything()
}
