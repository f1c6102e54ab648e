/// A form of a stored image that is kept on disk once it has been made.
package enum PictureForm: String, CaseIterable, Sendable {
    /// JPEG, 256 rows and columns at most.
    case thumbnail = "thumbnail.jpg"
    /// JPEG, 1024 rows and columns at most.
    case preview = "preview.jpg"
    /// The values of the image as `DifferencePlanes`, with gzip around them (RFC 1952).
    case display
    /// What the values mean: `DisplayDescription` as JSON.
    case description = "display.json"
    /// JPEG in the size of the image, as WADO-RS has it without parameters.
    case rendered = "rendered.jpg"
    /// What was passed over or assumed in `rendered`, one line each.
    case renderedNotices = "rendered.txt"

    /// Changes with what these files look like, and with the picture of an image: a picture of another revision is never
    /// shown.
    package static let revision = 1

    /// Forms that are made by the same work.
    enum Work: Sendable, Hashable {
        case display, rendering

        var forms: [PictureForm] { PictureForm.allCases.filter { $0.work == self } }
    }

    var work: Work {
        switch self {
        case .thumbnail, .preview, .display, .description: .display
        case .rendered, .renderedNotices: .rendering
        }
    }
}
