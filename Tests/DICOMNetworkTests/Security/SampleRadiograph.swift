import DICOMCore
import DICOMTestPeer
import Foundation

/// A radiograph of any size, made with DCMTK.
enum SampleRadiograph {
    static func write(to url: URL, pixelBytes: Int) throws {
        let dump = url.deletingPathExtension().appendingPathExtension("dump")
        let pixels = url.deletingPathExtension().appendingPathExtension("raw")
        var generator = SystemRandomNumberGenerator()
        let words = (0..<pixelBytes / 8).map { _ in generator.next() }
        try words.withUnsafeBytes { try Data($0).write(to: pixels) }
        let text = """
            (0008,0016) UI [1.2.840.10008.5.1.4.1.1.1]
            (0008,0018) UI [1.2.3.4]
            (0020,000d) UI [1.2.3]
            (0020,000e) UI [1.2.3.1]
            (7fe0,0010) OW =\(pixels.path)
            """
        try Data(text.utf8).write(to: dump)
        let tool = try Tool.run("dump2dcm", ["+te", dump.path, url.path])
        guard tool.status == 0 else { throw CocoaError(.fileWriteUnknown) }
    }

    /// The bytes after the file meta information.
    static func dataSet(of url: URL) throws -> [UInt8] {
        let bytes = [UInt8](try Data(contentsOf: url))
        var source = ScanSource(bytes)
        return Array(bytes[try FileMetaInformation.Location(in: &source).dataSetOffset...])
    }
}
