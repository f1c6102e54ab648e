import DICOMObject
import Foundation
import Platform
import TestHarness

@testable import Decoding

/// A decoder that an object has taken over: it says whatever it likes, on the socket of a real process.
final class Liar {
    private let folder: URL
    /// What `Decoders` runs.
    var program: String { folder.appending(path: "decoder").path }

    /// - Parameters:
    ///   - first: its first word, that it is ready unless told otherwise.
    ///   - answer: what it says when it is asked.
    ///   - stays: whether it then waits, instead of ending.
    init(first: Data? = nil, answer: Data, stays: Bool = false) throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "liar-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        // A program that was written just now may be open in a process that another test is starting.
        try FileManager.default.createSymbolicLink(
            atPath: program, withDestinationPath: packageRoot.appending(path: "Tests/DecodingTests/Liars/liar.sh").path)
        try (first ?? Self.head(.ready(Confinement(withoutSeccomp: nil, withoutLandlock: nil))))
            .write(to: URL(filePath: "\(program).first"))
        try answer.write(to: URL(filePath: "\(program).answer"))
        if stays { try Data().write(to: URL(filePath: "\(program).stays")) }
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    /// An answer as a decoder sends it.
    static func head(_ answer: DecoderAnswer) throws -> Data { framed(try JSONEncoder().encode(answer)) }

    /// Bytes with their number before them.
    static func framed(_ bytes: Data, saying count: Int? = nil) -> Data {
        withUnsafeBytes(of: UInt32(count ?? bytes.count).littleEndian) { Data($0) } + bytes
    }

    /// The head of a picture of this size, and so many pixels.
    static func picture(
        _ rows: Int, _ columns: Int, pixels: [Float] = [], applied: String = "window 1", notices: [String] = []
    ) throws -> Data {
        let transformation = DisplayTransformation(applied: applied, notices: notices)
        return try head(.picture(rows: rows, columns: columns, transformation: transformation))
            + pixels.withUnsafeBytes { Data($0) }
    }
}
