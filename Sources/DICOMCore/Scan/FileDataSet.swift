/// The data set of a stored file (PS3.10) as it can be walked: inflated if it is deflated.
package struct FileDataSet {
    package var source: ScanSource
    /// Where the data set begins in `source`.
    package let offset: Int
    package let transferSyntax: TransferSyntax

    package var encoding: TransferSyntax.Encoding { transferSyntax.encoding }

    /// Opens the data set of a whole file.
    package init(ofFile file: ScanSource) throws(HeaderScanError) {
        var file = file
        let location = try FileMetaInformation.Location(in: &file)
        try self.init(file, from: location.dataSetOffset, in: location.transferSyntax)
    }

    /// Opens the data set that starts at `offset` of the source.
    package init(
        _ source: ScanSource, from offset: Int, in transferSyntax: TransferSyntax
    ) throws(HeaderScanError) {
        self.transferSyntax = transferSyntax
        (self.source, self.offset) = try source.dataSet(from: offset, in: transferSyntax)
    }
}
