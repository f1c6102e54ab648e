import CDCMTK
import DICOMCore
package import Imaging

extension DICOMFile {
    /// The first frame as a person looks at it: modality and VOI transform, MONOCHROME1 turned round, padding black.
    ///
    /// Stored values go through one table, built once per image: at most 65536 entries, so the cost lies in decoding.
    /// Colour becomes luminance (BT.601). Throws any case of `DICOMObjectError` that concerns reading.
    package func grayscaleImage() throws(DICOMObjectError) -> GrayscaleImage {
        let layout = try PixelLayout(dataSet)
        guard TransferSyntax(uid: transferSyntaxUID) != nil else {
            throw .unsupportedTransferSyntax(uid: transferSyntaxUID)
        }
        guard layout.isGrayscale else { return try luminance(layout) }
        guard layout.samplesPerPixel == 1 else { throw .inconsistent(reason: "grayscale of several samples") }

        let values = try storedValues(layout)
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
    func storedValues(_ layout: PixelLayout) throws(DICOMObjectError) -> [UInt16] {
        var status = CD_OBJECT_OK
        var cLayout = layout.cLayout
        let total = layout.rows * layout.columns
        let values = [UInt16](unsafeUninitializedCapacity: total) { buffer, count in
            status = cd_object_stored_values(handle, &cLayout, buffer.baseAddress)
            count = status == CD_OBJECT_OK ? total : 0
        }
        try DICOMObjectError.check(status)
        return values
    }

    private func luminance(_ layout: PixelLayout) throws(DICOMObjectError) -> GrayscaleImage {
        var status = CD_OBJECT_OK
        var cLayout = layout.cLayout
        let total = layout.rows * layout.columns
        let pixels = [Float](unsafeUninitializedCapacity: total) { buffer, count in
            status = cd_object_luminance(handle, &cLayout, buffer.baseAddress)
            count = status == CD_OBJECT_OK ? total : 0
        }
        try DICOMObjectError.check(status)
        return GrayscaleImage(rows: layout.rows, columns: layout.columns, pixels: pixels)
    }
}
