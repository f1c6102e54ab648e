import DICOMCore
import DICOMObject
import Foundation
import Imaging
import TestHarness
import Testing

@testable import DICOMWeb

/// The sample X-rays as stored objects, and the reporter's pictures of them.
enum SampleFilms {
    static let folder = packageRoot.appending(path: "samples/xrays")

    static var names: [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []).filter { $0.hasSuffix(".dcm") }
            .sorted()
    }

    static func path(_ name: String) -> String { folder.appending(path: name).path }
    static func bytes(_ name: String) throws -> [UInt8] { [UInt8](try Data(contentsOf: folder.appending(path: name))) }

    /// Where DICOMweb has an object.
    static func uri(ofFile path: String) throws -> String {
        let file = try DICOMFile(path: path)
        func uid(_ tag: DICOMCore.Tag) throws -> String { try #require(file.string(tag)) }
        return try "/studies/\(uid(.studyInstanceUID))/series/\(uid(.seriesInstanceUID))"
            + "/instances/\(uid(.sopInstanceUID))"
    }

    /// What the reporter shows, in 8 bits and square pixels, as on its pages.
    static func shown(_ path: String) throws -> EightBitImage {
        let file = try DICOMFile(path: path)
        return try #require(try file.grayscaleImage().shown(aspect: file.dataSet.pixelAspect))
    }

    /// A picture that was answered.
    static func picture(_ bytes: [UInt8]) throws -> EightBitImage {
        let file = FileManager.default.temporaryDirectory.appending(path: "picture-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: file) }
        try Data(bytes).write(to: file)
        return EightBitImage(try PictureFile.read(path: file.path))
    }
}

extension EightBitImage {
    /// The largest difference of two shades; nil if the sizes differ.
    func difference(from other: EightBitImage) -> Int? {
        guard rows == other.rows, columns == other.columns else { return nil }
        return zip(pixels, other.pixels).reduce(0) { max($0, abs(Int($1.0) - Int($1.1))) }
    }
}
