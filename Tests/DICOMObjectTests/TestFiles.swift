import Foundation
import TestHarness

/// Paths of the tests' files. The shared test data is optional: tests that need it are skipped without it.
enum TestFiles {
    static let sharedData =
        ProcessInfo.processInfo.environment["THORAXD_SHARED_DATA"].map { URL(filePath: $0) }
        ?? packageRoot.deletingLastPathComponent().appending(path: "shared/data")

    static let hasSharedData = FileManager.default.fileExists(atPath: sharedData.path)

    static func shared(_ name: String) -> String { sharedData.appending(path: name).path }

    /// Runs `body` with its own folder, which is removed afterwards.
    static func withFolder<Result>(_ body: (URL) throws -> Result) throws -> Result {
        let folder = FileManager.default.temporaryDirectory.appending(path: "DICOMObjectTests-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        return try body(folder)
    }
}
