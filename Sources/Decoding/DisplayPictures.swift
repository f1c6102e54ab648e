package import DICOMObject
package import Imaging

/// A frame for a viewer: what its values mean, and two pictures of it as the reporter shows it, in square pixels.
package struct DisplayPictures: Sendable, Equatable {
    package let description: DisplayDescription
    package let preview: EightBitImage
    package let thumbnail: EightBitImage

    /// Most rows and columns.
    package static let previewSize = 1024
    package static let thumbnailSize = 256
}

/// Rows and columns, as a decoder says them.
package struct PictureSize: Codable {
    let rows: Int
    let columns: Int

    init(_ picture: EightBitImage) { (rows, columns) = (picture.rows, picture.columns) }
}
