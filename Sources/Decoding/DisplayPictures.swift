package import DICOMObject
package import Imaging

/// The description of a frame for a viewer, and two pictures of it as the reporter shows it, in square pixels.
package struct DisplayPictures: Sendable, Equatable {
    package let description: DisplayDescription
    package let preview: EightBitImage
    package let thumbnail: EightBitImage

    /// Limits on the rows and columns of the two pictures.
    package static let previewSize = 1024
    package static let thumbnailSize = 256
}

/// Rows and columns of a picture in a decoder's answer, not yet checked.
package struct PictureSize: Codable {
    let rows: Int
    let columns: Int

    init(_ picture: EightBitImage) { (rows, columns) = (picture.rows, picture.columns) }
}
