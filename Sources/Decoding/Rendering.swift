package import DICOMCore
import DICOMObject
package import Imaging
import Platform

/// How an image is wanted for a web client (PS3.18 8.3.5).
package struct Rendering: Sendable, Equatable, Codable {
    /// Takes the place of the image's own VOI transformations.
    package var window: VOIWindow?
    /// Nil for the whole image in its own size.
    package var viewport: Viewport?
    /// From 1 on.
    package var frame = 1

    package init(window: VOIWindow? = nil, viewport: Viewport? = nil) {
        (self.window, self.viewport) = (window, viewport)
    }
}

/// An image in 8 bits, as the reporter would show it.
package struct RenderedImage: Sendable, Equatable {
    package let picture: EightBitImage
    /// What was passed over or assumed, one sentence each in ASCII.
    package let notices: [String]
}

extension Rendering {
    /// Decodes and renders the frame; nil if the image has no such frame, or nothing of it is in the viewport.
    func image(of file: DICOMFile, threads: Int) throws(DICOMObjectError) -> RenderedImage? {
        guard let displayed = try file.displayedFrame(frame, threads: threads, window: window) else { return nil }
        return displayed.picture.shown(aspect: file.dataSet.pixelAspect, in: viewport).map {
            RenderedImage(picture: $0, notices: displayed.transformation.notices)
        }
    }
}

extension DecoderProcess {
    /// A frame of an object, rendered; nil if it has no such frame, or nothing of it is in the viewport. Throws like `picture`.
    package func rendering(of path: String, _ rendering: Rendering) throws -> RenderedImage? {
        try ask(DecoderRequest(.rendering(rendering)), about: path)
        switch try answer(upTo: AnswerBounds.pictureBytes) {
        case .outside:
            try require(excess)
            return nil
        case .rendering(let rows, let columns, let notices):
            try require(AnswerBounds.fault(rows: rows, columns: columns) ?? AnswerBounds.fault(notices: notices))
            if let viewport = rendering.viewport {
                let isWithin = rows <= max(viewport.rows, 1) && columns <= max(viewport.columns, 1)
                try require(isWithin ? nil : "more pixels than the viewport has")
            }
            var reception = MessageSocket.Reception.complete
            let shades = [UInt8](unsafeUninitializedCapacity: rows * columns) { buffer, filled in
                reception = socket.receive(into: UnsafeMutableRawBufferPointer(buffer), until: deadline)
                filled = reception == .complete ? rows * columns : 0
            }
            try check(reception)
            try require(excess)
            return RenderedImage(
                picture: EightBitImage(rows: rows, columns: columns, pixels: shades), notices: notices)
        default: throw DecoderError.implausible(reason: "no rendering")
        }
    }
}
