import CDCMTK
import DICOMCore
package import Imaging

extension DICOMFile {
    /// The first frame as it is displayed: modality and VOI transform applied, MONOCHROME1 inverted, padding black.
    ///
    /// Stored values go through one table of at most 65536 entries, built once per image, so most of the time is
    /// decoding. Colour becomes luminance (BT.601). Throws any case of `DICOMObjectError` that concerns reading.
    ///
    /// - Parameter threads: threads for decoding JPEG 2000; everything else uses one.
    package func grayscaleImage(threads: Int = 2) throws(DICOMObjectError) -> GrayscaleImage {
        let layout = try PixelLayout(dataSet)
        guard layout.isGrayscale else { return try luminance(layout, threads: threads) }
        guard layout.samplesPerPixel == 1 else { throw .inconsistent(reason: "grayscale with several samples") }

        let values = try storedValues(layout, threads: threads)
        let table = try GrayscaleTable(dataSet, layout: layout, values: values).brightness
        let pixels = [Float](unsafeUninitializedCapacity: values.count) { buffer, count in
            values.withUnsafeBufferPointer { values in
                cd_values_look_up(values.baseAddress, values.count, table, buffer.baseAddress)
            }
            count = values.count
        }
        return GrayscaleImage(rows: layout.rows, columns: layout.columns, pixels: pixels)
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
