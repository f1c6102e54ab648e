package import DICOMObject
package import Imaging

/// A picture in any supported format.
package struct Picture {
    package let image: GrayscaleImage
    /// How a DICOM object was displayed; nil for PNG and JPEG, which are as they are.
    package let display: DisplayTransformation?

    /// Recognises PNG and JPEG by their first bytes; any other file must be a DICOM object, which is decoded and
    /// displayed as the daemon does it for a draft.
    ///
    /// Throws `ImagingError` or `DICOMObjectError`.
    package init(path: String) throws {
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
