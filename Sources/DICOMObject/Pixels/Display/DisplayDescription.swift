/// Describes how a viewer shows the values of an image as the reporter does, and the facts that it displays beside it.
package struct DisplayDescription: Sendable, Equatable, Codable {
    /// The distance between the centres of two pixels in mm, and where it was measured.
    package struct Spacing: Sendable, Equatable, Codable {
        package enum Kind: String, Sendable, Codable {
            /// At the detector, divided by the magnification factor if the device estimated one.
            case detector
            /// In the patient, by a fiducial or the known geometry.
            case calibrated
            /// The device does not say where.
            case stated
        }

        /// Between rows.
        package let row: Double
        /// Between columns.
        package let column: Double
        package let kind: Kind
    }

    package let width: Int
    package let height: Int
    /// Number of frames in the object.
    package let frames: Int
    /// Height of a pixel divided by its width.
    package let aspect: Double
    /// The lowest and the highest value on the film, without padding.
    package let minimum: Int
    package let maximum: Int
    /// The modality value is the value times the slope plus the intercept.
    package let slope: Double
    package let intercept: Double
    /// The first and the last padding value; padding is black even on an inverted film.
    package let padding: [Int]?
    /// Whether the lowest modality value is white: MONOCHROME1, or Presentation LUT Shape INVERSE.
    package let inverted: Bool
    /// The image's own tables and windows that could be read, and last the range of its modality values.
    package let voi: [VOIPreset]
    /// Index in `voi` of the transformation that the reporter uses.
    package let shown: Int
    /// The VOI transformation in words, and notices, as in `DisplayTransformation`.
    package let applied: String
    package let notices: [String]
    package internal(set) var spacing: Spacing?
    /// The directions of a row and of a column, from Patient Orientation (0020,0020): letters of A, P, R, L, H and F.
    package internal(set) var orientation: [String]?
    package internal(set) var view: String?
    package internal(set) var laterality: String?
    /// Burned In Annotation (0028,0301): whether the pixels show text that identifies the patient; nil if it is not stated.
    package internal(set) var burnedIn: Bool?
    /// Whether the image has been lossily compressed.
    package internal(set) var lossy = false
    /// The ratio of the lossy compression, if stated.
    package internal(set) var ratio: Double?
}
