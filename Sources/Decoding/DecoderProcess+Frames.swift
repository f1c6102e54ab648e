package import DICOMCore
import Platform

extension DecoderProcess {
    /// Bytes of samples that are in memory at a time.
    private static let pieceSize = 1 << 20

    /// All frames of an image as uncompressed samples, one after the other and in pieces.
    ///
    /// - Parameters:
    ///   - begin: called once, before the first piece.
    ///   - piece: bytes that follow those of the former call; valid during the call.
    /// - Throws: as `picture`, and the errors of the closures.
    package func frames(
        of path: String, begin: (ImagePixelDescription) throws -> Void,
        piece: (UnsafeRawBufferPointer) throws -> Void
    ) throws {
        try ask(DecoderRequest(.frames, threads: 2), about: path)
        let description = try frameHead(nil)
        try begin(description)
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: Self.pieceSize, alignment: 16)
        defer { buffer.deallocate() }
        for frame in 0..<description.numberOfFrames {
            if frame > 0 { _ = try frameHead(description) }
            for start in stride(from: 0, to: description.bytesPerFrame, by: Self.pieceSize) {
                let part = UnsafeMutableRawBufferPointer(
                    rebasing: buffer[..<min(Self.pieceSize, description.bytesPerFrame - start)])
                try check(socket.receive(into: part, until: deadline))
                try piece(UnsafeRawBufferPointer(part))
            }
        }
        try require(excess)
    }

    /// What a frame is like, which is like the others.
    private func frameHead(_ others: ImagePixelDescription?) throws -> ImagePixelDescription {
        guard case .frame(let description) = try answer(upTo: AnswerBounds.pictureBytes) else {
            throw DecoderError.implausible(reason: "no frame")
        }
        try require(description.fault ?? (description == others ?? description ? nil : "frames that are unlike"))
        return description
    }
}
