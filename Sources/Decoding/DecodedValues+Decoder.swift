import DICOMObject
import Imaging
import Platform

extension DecoderProcess {
    /// Decodes a frame to the values from which any window is shown; nil if the object has no such frame. Throws like
    /// `picture`.
    ///
    /// - Parameter frame: from 1 on.
    package func values(of path: String, frame: Int) throws -> DecodedValues? {
        try ask(DecoderRequest(.values(frame: frame), threads: 2), about: path)
        switch try answer(upTo: AnswerBounds.pictureBytes) {
        case .outside:
            try require(excess)
            return nil
        case .values(let head):
            try require(AnswerBounds.fault(head))
            let values = try DecodedValues(head) { body in try check(socket.receive(into: body, until: deadline)) }
            try require(excess)
            guard let values, values.isPlausible else {
                throw DecoderError.implausible(reason: "pixels that are not between 0 and 1")
            }
            return values
        default: throw DecoderError.implausible(reason: "no values")
        }
    }
}

extension DecoderService {
    /// Answers with a frame as values: head, tables and the values.
    ///
    /// - Returns: false if the process that asked is gone.
    func sayValues(of file: DICOMFile, _ number: Int, threads: Int) throws(DICOMObjectError) -> Bool {
        guard let frame = try file.frameValues(number, threads: threads) else { return say(.outside) }
        return say(.values(DecodedValues.Head(frame)))
            && (frame.numbers ?? []).withUnsafeBytes(socket.send)
            && frame.brightness.withUnsafeBytes(socket.send) && frame.values.withUnsafeBytes(socket.send)
    }
}
