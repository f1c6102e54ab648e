import DICOMCore

/// Scans a file as storing does: file meta information, header, and what a commitment request would read. Bytes that
/// are no file are scanned as a data set in each coding, and as a deflated one.
let headerScanHarness: Harness = { bytes in
    let readings = StoredDataSet.readings(of: bytes)
    for (source, offset, syntax) in readings {
        var source = source
        _ = try? InstanceHeader(scanning: &source, from: offset, transferSyntax: syntax)
    }
    guard readings.count > 1 else { return }
    for coding in [TransferSyntax.explicitVRLittleEndian, .implicitVRLittleEndian] {
        _ = try? CommitmentInformation(scanning: bytes, encoding: coding.encoding)
    }
    _ = try? Inflation(ScanSource(bytes), from: 0).everything()
}
