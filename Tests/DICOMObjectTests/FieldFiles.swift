import DICOMCore
import Foundation
import Glibc
import Imaging
import TestHarness

/// The objects in `Field`, and the film that they show.
enum FieldFiles {
    static let folder = packageRoot.appending(path: "Tests/DICOMObjectTests/Field")

    static func path(_ name: String) -> String { folder.appending(path: name).path }

    /// The film's pixels in 0...255, its range stretched as an image without a window is shown.
    static func film() throws -> [UInt8] {
        let pixels = try PictureFile.read(path: path("film.png")).pixels
        let (low, high) = (pixels.min() ?? 0, pixels.max() ?? 1)
        return pixels.map { UInt8((($0 - low) / (high - low) * 255).rounded()) }
    }

    static func shades(_ image: GrayscaleImage) -> [UInt8] { image.pixels.map { UInt8(($0 * 255).rounded()) } }

    /// The most that a pixel of two pictures differs.
    static func difference(_ left: [UInt8], _ right: [UInt8]) -> Int {
        left.count == right.count ? zip(left, right).map { abs(Int($0) - Int($1)) }.max() ?? 0 : 256
    }

    /// The header, as storing reads it.
    static func header(_ name: String) throws -> InstanceHeader {
        let descriptor = open(path(name), O_RDONLY)
        defer { close(descriptor) }
        var source = try ScanSource(descriptor: descriptor)
        let location = try FileMetaInformation.Location(in: &source)
        return try InstanceHeader(
            scanning: &source, from: location.dataSetOffset, transferSyntax: location.transferSyntax)
    }
}
