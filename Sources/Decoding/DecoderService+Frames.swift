import DICOMCore
import DICOMObject
import Platform

extension DecoderService {
    /// Answers with each frame as soon as it is decoded.
    ///
    /// - Parameter ranges: numbers of the frames; nil for all.
    /// - Returns: false if the process that asked is gone.
    func sayFrames(
        _ ranges: [ClosedRange<Int>]?, of descriptor: Int32, threads: Int
    ) throws(DICOMObjectError) -> Bool {
        let image = try UncompressedImage(DICOMFile(descriptor: descriptor), frames: ranges?.flatMap(Array.init))
        var first: ImagePixelDescription?
        for index in 0..<image.frameCount {
            let frame = try image.frame(index, threads: threads)
            guard frame.description == first ?? frame.description else {
                throw .inconsistent(reason: "frame \(image.number(index)) has other bits or colours than the first")
            }
            first = frame.description
            guard say(.frame(frame.description)), frame.bytes.withUnsafeBytes(socket.send) else { return false }
        }
        return true
    }
}
