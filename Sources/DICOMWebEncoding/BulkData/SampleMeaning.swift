package import DICOMCore

/// The attributes of a data set that describe the samples of its frames (PS3.3 C.7.6.3). A client that gets frames knows them
/// from the metadata.
package struct SampleMeaning: Sendable, Equatable {
    private let numbers: [Int?]
    private let colours: String?

    /// Samples per Pixel, the arrangement of colours, bits and sign.
    private static let numbers: [Tag] = ([0x0002, 0x0006, 0x0100, 0x0101, 0x0102, 0x0103] as [UInt16]).map {
        Tag(0x0028, $0)
    }

    package init(of file: inout FileDataSet) throws(HeaderScanError) {
        let scan = try HeaderScan(
            &file.source, from: file.offset, encoding: file.encoding,
            selecting: .tags(Set(Self.numbers + [.photometricInterpretation]), sequences: []))
        numbers = Self.numbers.map(scan.unsignedShort)
        colours = scan.text(.photometricInterpretation)
    }
}
