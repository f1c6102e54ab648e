import DICOMCore

/// A data set as a file holds it, and the transfer syntax that says how to read it.
enum StoredDataSet {
    private static let syntaxes: [TransferSyntax] = [
        .explicitVRLittleEndian, .implicitVRLittleEndian, .explicitVRBigEndian, .deflatedExplicitVRLittleEndian,
    ]

    /// The data set of a file; bytes that are no file are one in each coding.
    static func readings(of bytes: [UInt8]) -> [(source: ScanSource, offset: Int, syntax: TransferSyntax)] {
        var source = ScanSource(bytes)
        if let location = try? FileMetaInformation.Location(in: &source) {
            return [(source, location.dataSetOffset, location.transferSyntax)]
        }
        return syntaxes.map { (source, 0, $0) }
    }
}
