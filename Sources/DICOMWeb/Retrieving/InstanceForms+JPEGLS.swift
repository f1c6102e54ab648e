import DICOMCore
import DICOMWebEncoding
import Renderings
import WebServing
import WorkListDatabase

extension InstanceForms {
    /// Bytes of coded frames in one answer.
    private static let codedLimit = 64 << 20

    /// Frames by number in JPEG-LS without loss: those that are kept, and the others coded now.
    ///
    /// - Returns: nil if the image has no such samples, or if the metadata would not describe them.
    func jpegLSFrames(_ numbers: [Int], by renderer: Renderer) throws -> [FileContent]? {
        var coded = numbers.map { renderer.keptJPEGLS(of: instance, frame: $0) }
        if coded.contains(nil) {
            var file = try FileDataSet(ofFile: ScanSource(path: instance.path))
            guard let samples = try GreySamples(of: &file),
                let contents = isEncapsulated ? try uncompressedFrames(numbers) : try frames(numbers)
            else { return nil }
            for (index, content) in contents.enumerated() where coded[index] == nil {
                let bytes = try renderer.jpegLS(of: instance, frame: numbers[index]) { try samples.jpegLS(content) }
                guard let bytes else { return nil }
                coded[index] = bytes
                guard coded.reduce(0, { $0 + ($1?.count ?? 0) }) <= Self.codedLimit else {
                    throw WebError.tooLarge("what was asked for, in JPEG-LS,", limit: Self.codedLimit)
                }
            }
        }
        return coded.compactMap { bytes in
            bytes.map { FileContent(path: instance.path, segments: [.bytes($0)], isInflated: false) }
        }
    }
}

extension GreySamples {
    /// Reads a frame and codes it. Blocks.
    ///
    /// - Returns: nil if a value has more bits than it says.
    fileprivate func jpegLS(_ content: FileContent) throws -> [UInt8]? {
        let bytes = try content.bytes()
        guard bytes.count >= size * rows * columns else { throw WebError.damaged("its frame is shorter than it says") }
        let values = (0..<rows * columns).map { index in
            size == 1 ? UInt16(bytes[index]) : UInt16(bytes[2 * index]) | UInt16(bytes[2 * index + 1]) << 8
        }
        return try JPEGLSEncoder.encode(values, rows: rows, columns: columns, bits: bits)
    }
}
