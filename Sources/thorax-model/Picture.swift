import DICOMObject
import Imaging

/// A picture in any supported format.
struct Picture {
    let image: GrayscaleImage
    /// How a DICOM object was displayed; nil for PNG and JPEG, which are as they are.
    let display: DisplayTransformation?

    /// Recognises PNG and JPEG by their first bytes; any other file must be a DICOM object.
    ///
    /// Throws `ImagingError` or `DICOMObjectError`.
    init(path: String) throws {
        do {
            image = try PictureFile.read(path: path)
            display = nil
        } catch ImagingError.unknownFormat {
            let displayed = try DICOMFile(path: path).displayedImage()
            image = displayed.picture
            display = displayed.transformation
        }
    }
}
