/// What a viewer needs beside the values of an image to show it as the reporter does, and what it must say about it.
package struct DisplayDescription: Sendable, Equatable, Codable {
    /// The distance between the centres of two pixels in mm, and where it was measured.
    package struct Spacing: Sendable, Equatable, Codable {
        package enum Kind: String, Sendable, Codable {
            /// At the detector, reduced by the magnification if the device estimated one.
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
    /// The frames of the object, of which this is one.
    package let frames: Int
    /// Height of a pixel divided by its width.
    package let aspect: Double
    /// The lowest and the highest value on the film, padding left out.
    package let minimum: Int
    package let maximum: Int
    /// A value times the slope, plus the intercept, is the modality value.
    package let slope: Double
    package let intercept: Double
    /// The first and the last value that is padding: black, inverted or not.
    package let padding: [Int]?
    /// Whether the lowest modality value is white: MONOCHROME1, or Presentation LUT Shape INVERSE.
    package let inverted: Bool
    /// The image's own tables and windows as far as they can be read, and last the range of its modality values.
    package let voi: [VOIPreset]
    /// The one in `voi` that the reporter uses.
    package let shown: Int
    /// As in `DisplayTransformation`.
    package let applied: String
    package let notices: [String]
    package internal(set) var spacing: Spacing?
    /// The directions of a row and of a column, from Patient Orientation (0020,0020): letters of A, P, R, L, H and F.
    package internal(set) var orientation: [String]?
    package internal(set) var view: String?
    package internal(set) var laterality: String?
    /// Whether the image says that it has a patient's name in its pixels, or that it has none.
    package internal(set) var burnedIn: Bool?
    /// Whether the image has been compressed with losses.
    package internal(set) var lossy = false
    /// The ratio of a compression with losses.
    package internal(set) var ratio: Double?
}
