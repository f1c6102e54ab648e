import CDCMTK
import DICOMCore
package import Imaging

/// A picture, and how it came about.
package struct DisplayedImage {
    package let picture: GrayscaleImage
    package let transformation: DisplayTransformation
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
        let layout = try PixelLayout(dataSet)
        if !layout.notices.isEmpty { try layout.write(to: dataSet) }
        // What decoding finds out about the coded frame is appended here.
        var notices = layout.notices
        guard layout.isGrayscale else {
            return DisplayedImage(
                picture: try luminance(layout, threads: threads),
                transformation: DisplayTransformation(applied: "colours as brightness", notices: notices))
        }
        let values = try storedValues(layout, threads: threads)
        let table = GrayscaleTable(dataSet, layout: layout, values: values)
        notices += table.transformation.notices
        let pixels = [Float](unsafeUninitializedCapacity: values.count) { buffer, count in
            values.withUnsafeBufferPointer { values in
                cd_values_look_up(values.baseAddress, values.count, table.brightness, buffer.baseAddress)
            }
            count = values.count
        }
        return DisplayedImage(
            picture: GrayscaleImage(rows: layout.rows, columns: layout.columns, pixels: pixels),
            transformation: DisplayTransformation(applied: table.transformation.applied, notices: notices))
    }

    /// The picture of `displayedImage` alone.
    package func grayscaleImage(threads: Int = 2) throws(DICOMObjectError) -> GrayscaleImage {
        try displayedImage(threads: threads).picture
    }

    /// Rows × columns stored values of the first frame, right-aligned and not sign-extended.
    func storedValues(_ layout: PixelLayout, threads: Int = 2) throws(DICOMObjectError) -> [UInt16] {
        let codeStream = try codeStream(layout)
        return try samples(layout) { buffer throws(DICOMObjectError) in
            if let codeStream { return try codeStream.read(storedValues: buffer, threads: threads) }
            var cLayout = layout.cLayout
            try DICOMObjectError.check(cd_object_stored_values(handle, &cLayout, buffer))
        }
    }

    private func luminance(_ layout: PixelLayout, threads: Int) throws(DICOMObjectError) -> GrayscaleImage {
        let codeStream = try codeStream(layout)
        let pixels = try samples(layout) { (buffer: UnsafeMutablePointer<Float>?) throws(DICOMObjectError) in
            if let codeStream { return try codeStream.read(luminance: buffer, threads: threads) }
            var cLayout = layout.cLayout
            try DICOMObjectError.check(cd_object_luminance(handle, &cLayout, buffer))
        }
        return GrayscaleImage(rows: layout.rows, columns: layout.columns, pixels: pixels)
    }

    /// The first frame's code stream if OpenJPEG decodes it; `nil` if DCMTK does.
    private func codeStream(_ layout: PixelLayout) throws(DICOMObjectError) -> CodeStream? {
        guard let syntax = TransferSyntax(uid: transferSyntaxUID), syntax.isDecodable else {
            throw .unsupportedTransferSyntax(uid: transferSyntaxUID)
        }
        return [.jpeg2000Lossless, .jpeg2000].contains(syntax) ? try CodeStream(self, layout: layout) : nil
    }

    /// Allocates rows × columns samples and has `fill` write them.
    private func samples<Sample>(
        _ layout: PixelLayout, fill: (UnsafeMutablePointer<Sample>?) throws(DICOMObjectError) -> Void
    ) throws(DICOMObjectError) -> [Sample] {
        let total = layout.rows * layout.columns
        var failure: DICOMObjectError?
        let samples = [Sample](unsafeUninitializedCapacity: total) { buffer, count in
            do throws(DICOMObjectError) {
                try fill(buffer.baseAddress)
                count = total
            } catch {
                failure = error
            }
        }
        if let failure { throw failure }
        return samples
    }
}
