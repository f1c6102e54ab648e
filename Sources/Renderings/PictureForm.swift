/// A derived form of a stored image that is kept on disk once it has been made.
package enum PictureForm: String, CaseIterable, Sendable {
    /// JPEG of at most 256 rows and columns.
    case thumbnail = "thumbnail.jpg"
    /// JPEG of at most 1024 rows and columns.
    case preview = "preview.jpg"
    /// The values of the image as `DifferencePlanes`, compressed with gzip (RFC 1952).
    case display
    /// The `DisplayDescription` of those values, as JSON.
    case description = "display.json"
    /// JPEG in the size of the image: the WADO-RS rendering without parameters.
    case rendered = "rendered.jpg"
    /// The notices of `rendered`, one per line.
    case renderedNotices = "rendered.txt"
    /// The `DecodedValues` of the frame, from which any other window and size is shown.
    case values

    /// Increase it when the files' contents or the picture of an image change; files of another revision are never shown.
    package static let revision = 1

    /// The decoder run that makes a form; one run makes several forms.
    enum Work: Sendable, Hashable {
        case display, rendering, values

        var forms: [PictureForm] { PictureForm.allCases.filter { $0.work == self } }
    }

    var work: Work {
        switch self {
        case .thumbnail, .preview, .display, .description: .display
        case .rendered, .renderedNotices: .rendering
        case .values: .values
        }
    }

    /// The end of its file's name in a run of the program. Files are not synced: what a power cut leaves of values, or of a
    /// picture whose bytes nothing checks, might look like another film, so those of another run are never shown.
    func fileName(inRun run: String) -> String { self == .values ? Self.nameOfRun(rawValue, run) : rawValue }

    static func nameOfRun(_ name: String, _ run: String) -> String { "\(name)\(runMark)\(run)" }

    /// Whether a file is of another run than this one.
    static func isOfOtherRun(_ name: String, _ run: String) -> Bool {
        name.contains(runMark) && !name.hasSuffix(runMark + run)
    }

    private static let runMark = ".run-"
}
