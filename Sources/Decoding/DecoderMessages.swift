package import DICOMCore
package import DICOMObject
import FoundationEssentials
import OperatorErrors
package import Platform

/// What is asked of a decoder, together with the descriptor of an open file: JSON, filled up with spaces.
struct DecoderRequest: Equatable, Codable {
    enum Work: Equatable, Codable {
        /// The first frame, as it is displayed.
        case picture
        /// A frame in 8 bits, in the size and with the window that are asked for.
        case rendering(Rendering)
        /// A frame, from 1 on, for a viewer that applies the window itself, with a preview and a thumbnail.
        case display(frame: Int)
        /// A frame, from 1 on, as values, from which any window is shown.
        case values(frame: Int)
        /// The parts of a Structured Report that matter for a signature.
        case report
        /// To try what is refused.
        case trial
        /// Frames as uncompressed samples. The ranges list their numbers, ascending from 1; nil asks for all frames.
        case frames([ClosedRange<Int>]?)
    }

    static let byteCount = 1024
    /// Limit on the ranges of frames in one request, so that its JSON fits into `byteCount`.
    static let rangeLimit = 50

    let work: Work
    /// Threads for decoding JPEG 2000.
    let threads: Int

    init(_ work: Work, threads: Int = 1) { (self.work, self.threads) = (work, threads) }

    /// Nil if the JSON has more than `byteCount` bytes; no request is that long.
    var bytes: [UInt8]? {
        guard let json = try? JSONEncoder().encode(self), json.count <= Self.byteCount else { return nil }
        return json + [UInt8](repeating: UInt8(ascii: " "), count: Self.byteCount - json.count)
    }

    /// Returns nil for bytes that are no request.
    init?(_ bytes: [UInt8]) {
        guard let request = try? JSONDecoder().decode(Self.self, from: Data(bytes)) else { return nil }
        self = request
    }
}

/// What a decoder says: the number of bytes that follow, as four bytes with the lowest first, and then this as JSON. A
/// picture is followed by its pixels, four bytes each, as this machine has them; a frame by its samples; a rendering by its
/// shades, one byte each; a display form by the shades of preview and thumbnail, and then its planes (`DifferencePlanes`); the
/// values of a frame by the bytes of `DecodedValues`.
package enum DecoderAnswer: Codable {
    /// The first word of the process.
    case ready(Confinement)
    case picture(rows: Int, columns: Int, transformation: DisplayTransformation)
    case rendering(rows: Int, columns: Int, notices: [String])
    case display(DisplayDescription, preview: PictureSize, thumbnail: PictureSize)
    case values(DecodedValues.Head)
    /// The image has no such frame, or nothing in the part that was asked for.
    case outside
    case report(ReceivedReport)
    /// One of several frames, which have the same description.
    case frame(ImagePixelDescription)
    case trial([ConfinementTrial.Attempt])
    case failed(DICOMObjectError)
}

/// What an answer may be at most. The decoder has read what anybody may send, so that nothing of it is taken on trust.
enum AnswerBounds {
    /// Bytes of the first word.
    static let readyBytes = 4 << 10
    /// Bytes of the head of a picture or an error.
    static let pictureBytes = 1 << 20
    /// Bytes of the head of a display form: it has up to 16 tables of 65536 entries.
    static let displayBytes = 4 << 20
    /// Bytes of a report: it has 1 MiB of text, its observers and references, and JSON escapes them.
    static let reportBytes = 32 << 20
    /// Bytes of a text for people, and how many there are.
    private static let (textLength, textCount) = (2000, 200)

    /// Why a picture cannot have this size; nil if it can.
    static func fault(rows: Int, columns: Int) -> String? {
        guard rows > 0, columns > 0, rows <= 1 << 20, columns <= 1 << 20,
            rows * columns <= PixelLayout.maximumSamples
        else { return "a picture of \(rows) x \(columns) pixels" }
        return nil
    }

    /// Why a description of the display is refused; nil if it is accepted.
    static func fault(_ transformation: DisplayTransformation) -> String? {
        fault(notices: transformation.notices, transformation.applied)
    }

    /// Why texts are refused; nil if they are accepted.
    static func fault(notices: [String], _ applied: String = "") -> String? {
        guard notices.count <= textCount else { return "\(notices.count) notices" }
        let isPlain = (notices + [applied]).allSatisfy(isLine)
        return isPlain ? nil : "notices that are no short lines of ASCII"
    }

    /// Why an error is refused; nil if it is accepted. Its text goes to the log and to a terminal. One that costs no attempt
    /// would have its study tried for ever.
    static func fault(_ error: DICOMObjectError) -> String? {
        guard isLine(error.description) else { return "an error that is no short line of ASCII" }
        return error.fault.retry == .uncounted ? "an error of writing" : nil
    }

    /// Why a report is refused; nil if it is accepted.
    static func fault(_ report: ReceivedReport) -> String? {
        let paragraphs = report.text.findings + report.text.impression
        guard paragraphs.count <= NarrativeText.itemLimit else { return "\(paragraphs.count) paragraphs" }
        let bytes = paragraphs.reduce(0) { $0 + $1.utf8.count }
        return bytes <= NarrativeText.byteLimit ? nil : "a text of \(bytes) bytes"
    }

    static func isLine(_ text: String) -> Bool {
        text.utf8.count <= textLength && text.utf8.allSatisfy { (0x20..<0x7F).contains($0) }
    }

    /// Why pixels are refused; nil if they are accepted: a picture has values from 0, black, to 1, white.
    static func fault(_ pixels: [Float]) -> String? {
        pixels.withUnsafeBufferPointer { pixels in
            var isPicture = true
            // Comparisons are false for NaN.
            for pixel in pixels { isPicture = isPicture && pixel >= 0 && pixel <= 1 }
            return isPicture ? nil : "pixels that are not between 0 and 1"
        }
    }
}
