package import DICOMCore

/// The data set of a stored object without its bulk data, read by a bounded walk.
///
/// It is what DICOMweb calls metadata: values decoded, text in Unicode, pixel data and other long values named by a path.
/// Nothing of the object is trusted: see `DataSetWalk`. What follows the pixel data is not read.
package struct StoredMetadata: Sendable {
    /// Nested sequences that are shown; what is deeper is bulk data.
    static let depthLimit = 32
    /// Bytes of values that are shown. After them only short values are, and a sequence that exceeds them is bulk data.
    static let shownLimit = 4 << 20
    /// Bytes of values after which an object is refused.
    static let byteLimit = 8 << 20

    /// In the order of their tags, each once. Specific Character Set (0008,0005) is UTF-8, and Available Transfer Syntax
    /// UID (0008,3002) says how the object is stored.
    package let elements: [MetadataElement]
    package let transferSyntax: TransferSyntax
    /// Sentences that say what is shown otherwise than it is stored; they contain no values.
    package let notes: [String]

    /// Reads a stored file (PS3.10).
    package init(ofFile source: inout ScanSource) throws(HeaderScanError) {
        try self.init(FileDataSet(ofFile: source))
    }

    /// Reads the data set that starts at `offset` of the source.
    package init(
        _ source: inout ScanSource, from offset: Int, in transferSyntax: TransferSyntax
    ) throws(HeaderScanError) {
        try self.init(FileDataSet(source, from: offset, in: transferSyntax))
    }

    package init(_ file: FileDataSet) throws(HeaderScanError) {
        var file = file
        let reading = try MetadataReading(&file.source, from: file.offset, encoding: file.encoding)
        transferSyntax = file.transferSyntax
        elements = reading.dataSet(in: file.transferSyntax)
        notes = reading.notes
    }
}
