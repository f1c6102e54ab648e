import DICOMObject
import Imaging

/// Reads pictures in any supported format.
enum Picture {
    /// Recognises PNG and JPEG by their first bytes; any other file must be a DICOM object.
    ///
    /// Throws `ImagingError` or `DICOMObjectError`.
    static func read(path: String) throws -> GrayscaleImage {
        do {
            return try PictureFile.read(path: path)
        } catch .unknownFormat {
            return try DICOMFile(path: path).grayscaleImage()
        }
    }
}
