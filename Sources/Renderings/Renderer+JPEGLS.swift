import Decoding
import Platform
package import WorkListDatabase

extension Renderer {
    private func name(ofJPEGLS frame: Int) -> String { "\(frame)-jls" }

    /// Returns a frame in JPEG-LS if it is kept; nil otherwise.
    package func keptJPEGLS(of instance: StoredInstance, frame: Int) -> [UInt8]? {
        cache.bytes(ofRun: name(ofJPEGLS: frame), of: instance)
    }

    /// Codes a frame in JPEG-LS without loss for a web client, in one of the places of clients, and keeps it if it is asked for
    /// again. Blocks.
    ///
    /// - Parameter code: reads the frame and codes it; called when there is a place.
    /// - Returns: nil if `code` does.
    package func jpegLS(
        of instance: StoredInstance, frame: Int, _ code: @escaping @Sendable () throws -> [UInt8]?
    ) throws -> [UInt8]? {
        let coded = try placed(for: .client) { () throws(RenderingError) in
            // With the priority that the decoders of clients have.
            OwnedThread.withLowPriority(name: "code", niceness: DecoderSettings.nicenessForClients) {
                Result { try code() }
            }
        }.get()
        let name = name(ofJPEGLS: frame)
        if let coded, recent.isRepeated("\(instance.path) \(name)") { cache.keep(coded, ofRun: name, of: instance) }
        return coded
    }
}
