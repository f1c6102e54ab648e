import DICOMObject
import Imaging
import Platform

extension DecoderProcess {
    /// Receives a frame for a viewer that applies the window itself. Throws like `picture`, and the errors of the closures.
    ///
    /// - Parameters:
    ///   - frame: from 1 on.
    ///   - pictures: called once, before the first piece.
    ///   - piece: receives the planes (`DifferencePlanes`) in order, piece by piece; valid during the call. Any bytes are the
    ///     planes of some image, so they need no check.
    /// - Returns: false if the object has no such frame; then neither closure was called.
    package func display(
        of path: String, frame: Int, pictures: (DisplayPictures) throws -> Void,
        piece: (UnsafeRawBufferPointer) throws -> Void
    ) throws -> Bool {
        try ask(DecoderRequest(.display(frame: frame), threads: 2), about: path)
        switch try answer(upTo: AnswerBounds.displayBytes) {
        case .outside:
            try require(excess)
            return false
        case .display(let description, let preview, let thumbnail):
            try require(AnswerBounds.fault(description))
            try pictures(
                DisplayPictures(
                    description: description, preview: try shades(preview, upTo: DisplayPictures.previewSize),
                    thumbnail: try shades(thumbnail, upTo: DisplayPictures.thumbnailSize)))
            try receive(2 * description.width * description.height, piece: piece)
            try require(excess)
            return true
        default: throw DecoderError.implausible(reason: "no display form")
        }
    }

    private func shades(_ size: PictureSize, upTo limit: Int) throws -> EightBitImage {
        try require(AnswerBounds.fault(rows: size.rows, columns: size.columns))
        try require(
            size.rows <= limit && size.columns <= limit ? nil : "a picture of more than \(limit) rows or columns")
        let count = size.rows * size.columns
        var reception = MessageSocket.Reception.complete
        let shades = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            reception = socket.receive(into: UnsafeMutableRawBufferPointer(buffer), until: deadline)
            filled = reception == .complete ? count : 0
        }
        try check(reception)
        return EightBitImage(rows: size.rows, columns: size.columns, pixels: shades)
    }
}
