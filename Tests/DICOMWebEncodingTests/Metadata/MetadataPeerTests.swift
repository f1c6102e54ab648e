import DICOMCore
import DICOMTestPeer
import DICOMWebEncoding
import Foundation
import TestHarness
import Testing

/// pydicom reads each object and its DICOM JSON, and finds the same elements in both.
@Suite(.blocking, .enabled(if: PythonPeer.isInstalled, "needs .venv-peers (scripts/python-peers.sh)"))
struct MetadataPeerTests {
    /// Objects that pydicom itself reads otherwise than they are, or not at all; `FieldObjectsTests` drafts each of them.
    private static let readOtherwise: Set<String> = [
        "jpeg_no_delimiter.dcm", "seq_longer_than_said.dcm", "trailing_garbage.dcm", "vr_lowercase.dcm",
    ]

    @Test(arguments: ["samples/xrays", "Tests/DICOMObjectTests/Field"])
    func `pydicom finds in the JSON of an object what is in the object`(folder: String) throws {
        let files = try FileManager.default.contentsOfDirectory(
            at: packageRoot.appending(path: folder), includingPropertiesForKeys: nil)
        try compare(files.filter { $0.pathExtension == "dcm" })
    }

    @Test(
        .enabled(if: SharedData.isPresent, "needs the shared data"),
        arguments: ["charsets", "transfer_syntaxes", "malformed", "chest_dicom"])
    func `pydicom finds in the JSON of a shared object what is in the object`(folder: String) throws {
        try compare(SharedData.files(in: folder))
    }

    private func compare(_ files: [URL]) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "metadata-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        for file in files where !Self.readOtherwise.contains(file.lastPathComponent) {
            var source = ScanSource([UInt8](try Data(contentsOf: file)))
            // What is no DICOM file, or is cut off, is never stored.
            guard let metadata = try? StoredMetadata(ofFile: &source) else { continue }
            let name = folder.appending(path: file.deletingPathExtension().lastPathComponent)
            let json = DICOMJSON.object(metadata.elements, bulkDataURI: "http://127.0.0.1/bulkdata/")
            try Data(json).write(to: name.appendingPathExtension("json"))
            try Data(file.path.utf8).write(to: name.appendingPathExtension("path"))
        }
        let tool = try PythonPeer.run("metadata.py", [folder.path])
        #expect(tool.status == 0, "\(tool.output)")
    }
}
