import DICOMObject
import Imaging

/// A picture in any of the formats the program reads.
enum Picture {
    /// Reads a PNG or JPEG file by its first bytes; anything else must be a DICOM object.
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
