package import DICOMCore
package import Imaging

/// A picture, and how it came about.
package struct DisplayedImage {
    package let picture: GrayscaleImage
    package let transformation: DisplayTransformation

    package init(picture: GrayscaleImage, transformation: DisplayTransformation) {
        (self.picture, self.transformation) = (picture, transformation)
    }
}

extension DICOMFile {
    /// The first frame as it is displayed: modality and VOI transform applied, MONOCHROME1 inverted, padding black.
    ///
    /// Stored values go through one table of at most 65536 entries, built once per image, so most of the time is
    /// decoding. Colour becomes luminance (BT.601). A display attribute that cannot be meant is passed over with a notice.
    /// Throws any case of `DICOMObjectError` that concerns reading.
    ///
    /// - Parameter threads: threads for decoding JPEG 2000; everything else uses one.
    package func displayedImage(threads: Int = 2) throws(DICOMObjectError) -> DisplayedImage {
        try displayedFrame(1, of: try PixelLayout(dataSet), threads: threads, window: nil)
    }

    /// Any frame as it is displayed, otherwise as `displayedImage`; nil if there is no such frame.
    ///
    /// - Parameters:
    ///   - number: from 1 on.
    ///   - window: takes the place of the image's own VOI transformations; colour has none.
    package func displayedFrame(
        _ number: Int, threads: Int, window: VOIWindow?
    ) throws(DICOMObjectError) -> DisplayedImage? {
        let layout = try PixelLayout(dataSet)
        guard (1...layout.frames).contains(number) else { return nil }
        return try displayedFrame(number, of: layout, threads: threads, window: window)
    }

    private func displayedFrame(
        _ number: Int, of named: PixelLayout, threads: Int, window: VOIWindow?
    ) throws(DICOMObjectError) -> DisplayedImage {
        let (frame, notices) = try decodedFrame(number, of: named, threads: threads)
        let layout = frame.layout
        guard layout.isGrayscale else {
            return DisplayedImage(
                picture: GrayscaleImage(
                    rows: layout.rows, columns: layout.columns, pixels: try frame.luminance(of: self)),
                transformation: DisplayTransformation(applied: Self.brightnessOfColours, notices: notices))
        }
        let table = GrayscaleTable(
            GrayscalePipeline(dataSet, layout: layout, values: frame.samples, window: window))
        return DisplayedImage(
            picture: GrayscaleImage(rows: layout.rows, columns: layout.columns, pixels: table(frame.samples)),
            transformation: DisplayTransformation(
                applied: table.transformation.applied, notices: notices + table.transformation.notices))
    }

    /// How a colour image is displayed, in words.
    static let brightnessOfColours = "colours as brightness"

    /// Decodes a frame, and lists in sentences where its attributes or its code stream depart from the standard.
    func decodedFrame(
        _ number: Int, of named: PixelLayout, threads: Int
    ) throws(DICOMObjectError) -> (frame: DecodedFrame, notices: [String]) {
        if !named.notices.isEmpty { try named.write(to: dataSet) }
        let frame = try DecodedFrame(self, layout: named, number: number, threads: threads)
        // Sequences that were left out when the data set was read.
        let tables = passedOver.filter { $0 == Tag(0x0028, 0x3000) || $0 == Tag(0x0028, 0x3010) }
        let repeated = repeated.map {
            "\(DisplayAttribute.shown($0)) occurs twice with different values and was passed over."
        }
        var notices = tables.map { "\($0) is damaged or no sequence." } + repeated + named.notices + frame.notices
        if number > 1 { notices.removeAll { $0 == PixelLayout.onlyFirst(of: named.frames) + "." } }
        return (frame, notices)
    }

    /// Returns only the picture of `displayedImage`.
    package func grayscaleImage(threads: Int = 2) throws(DICOMObjectError) -> GrayscaleImage {
        try displayedImage(threads: threads).picture
    }
}
