package import DICOMCore
import DICOMObject
import OperatorErrors
import Platform

/// Decodes images for the process that sends and receives objects: each in a decoder process of its own (decision 36), which
/// starts when it is needed and ends with its image. Any number of threads may use it.
///
/// An uncompressed copy goes to a file without a name, so that this process needs a megabyte for an image of any size.
package final class ImageDecoders: ImageDecoding {
    /// Decoders that run at a time for receivers, and how long another one waits for its turn.
    private let sending: DecoderPlaces
    private let patience: Duration
    /// Comparisons that run at a time; another one is not made.
    private let comparing = DecoderPlaces(1)

    private let settings: DecoderSettings
    private let program: String
    private let folder: String
    private let reservedBytes: Int

    /// Elapsed seconds for one image that is sent, and for one of two that are compared, while their peer waits.
    private static let (sendingSeconds, comparingSeconds) = (60, 10)

    /// - Parameters:
    ///   - settings: its time is shortened, because a peer waits.
    ///   - program: `thoraxd`; by default the program that runs.
    ///   - folder: where uncompressed copies are.
    ///   - reservedBytes: free bytes on the file system of the folder below which no copy is made.
    ///   - waitingLimit: how many images may wait for a decoder; a further one is refused.
    package init(
        _ settings: DecoderSettings, program: String = "/proc/self/exe", folder: String, reservedBytes: Int = 0,
        waitingLimit: Int = .max / 2, patience: Duration = .seconds(60)
    ) {
        sending = DecoderPlaces(2, waitingLimit: waitingLimit)
        (self.settings, self.program, self.folder) = (settings, program, folder)
        (self.reservedBytes, self.patience) = (reservedBytes, patience)
    }

    package func uncompressed(_ path: String, frames: [Int]?) throws(ImageDecodingError) -> UncompressedObject {
        do {
            let copy = try sending.hold(upTo: patience) {
                let copy = try UncompressedCopy(of: path, isSelection: frames != nil, in: folder)
                try Decoders.once(limited(to: Self.sendingSeconds), program: program) { decoder in
                    try decoder.frames(of: path, frames) { description in
                        let free = try Directory.freeBytes(at: folder)
                        guard free >= reservedBytes + description.byteCount else {
                            throw ImageDecodingError.noSpace(bytes: description.byteCount)
                        }
                        try copy.begin(description)
                    } piece: {
                        try copy.write($0)
                    }
                }
                return try copy.finish()
            }
            if let copy { return copy }
        } catch {
            throw ImageDecodingError(error)
        }
        throw .busy(limit: sending.limit)
    }

    package func haveSameSamples(_ path: String, _ other: String) throws(ImageDecodingError) -> Bool {
        do {
            let isSame = try comparing.hold(upTo: .zero) {
                let digests = try [path, other].map { path in
                    var digest: SampleDigest?
                    try Decoders.once(limited(to: Self.comparingSeconds), program: program) { decoder in
                        try decoder.frames(of: path) {
                            digest = SampleDigest($0)
                        } piece: {
                            digest?.update($0)
                        }
                    }
                    return digest?.value
                }
                return digests[0] == digests[1]
            }
            if let isSame { return isSame }
        } catch {
            throw ImageDecodingError(error)
        }
        throw .busy(limit: comparing.limit)
    }

    private func limited(to seconds: Int) -> DecoderSettings {
        var settings = settings
        settings.wallSeconds = min(settings.wallSeconds, seconds)
        settings.processorSeconds = min(settings.processorSeconds, seconds)
        return settings
    }
}

extension ImageDecodingError {
    /// What the error of a decoder is to a peer.
    fileprivate init(_ error: any Error) {
        switch error {
        case let error as ImageDecodingError: self = error
        // The limit here is shorter than that of a draft, so that a draft may still succeed.
        case DecoderError.outOfProcessorTime: self = .failed(reason: "\(error)")
        default:
            let error = error.asOperatorError
            self = error.fault == .malformed ? .undecodable(reason: "\(error)") : .failed(reason: "\(error)")
        }
    }
}
