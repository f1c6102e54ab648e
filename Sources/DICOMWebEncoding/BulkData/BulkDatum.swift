package import DICOMCore

/// A value of a stored object where it is: never in memory, except text.
package struct BulkDatum: Sendable, Equatable {
    package enum Content: Sendable, Equatable {
        /// Ranges of the data set's source, one after the other.
        ///
        /// - Parameter unit: bytes of one number whose order is to be turned; 1 for none.
        case stored([Range<Int>], unit: Int)
        /// Text in UTF-8.
        case text([UInt8])
        /// Compressed frames, which only `FrameLayout` can take apart: top-level Pixel Data.
        case frames
    }

    /// Bytes of text that are converted.
    static let textLimit = 16 << 20

    package let content: Content

    /// Finds the value at a path; `nil` if the object has none there.
    package init?(at path: BulkDataPath, of file: inout FileDataSet) throws(HeaderScanError) {
        var search = BulkDataSearch(path)
        guard let content = try search.content(in: &file) else { return nil }
        self.content = content
    }

    package init(_ content: Content) { self.content = content }

    /// Bytes of the value; 0 for frames.
    package var length: Int {
        switch content {
        case .stored(let ranges, _): ranges.reduce(0) { $0 + $1.count }
        case .text(let bytes): bytes.count
        case .frames: 0
        }
    }
}
