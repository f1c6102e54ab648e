package import Foundation
import TestHarness

/// Test data outside the project: `THORAXD_SHARED_DATA`, or `../shared/data` next to the package.
package enum SharedData {
    package static let directory: URL = {
        if let path = ProcessInfo.processInfo.environment["THORAXD_SHARED_DATA"] { return URL(filePath: path) }
        return packageRoot.appending(path: "../shared/data").standardized
    }()

    package static var isPresent: Bool { FileManager.default.fileExists(atPath: directory.path) }

    /// The files in a folder and its subfolders, sorted by path.
    package static func files(in folder: String) -> [URL] {
        let found = FileManager.default.enumerator(
            at: directory.appending(path: folder), includingPropertiesForKeys: nil)
        let files = (found?.allObjects as? [URL] ?? []).filter { ["dcm", ""].contains($0.pathExtension) }
        return files.filter { !$0.hasDirectoryPath && !["LICENSE", "README"].contains($0.lastPathComponent) }
            .sorted { $0.path < $1.path }
    }

    /// One file by its path within the shared data.
    package static func file(_ path: String) -> URL { directory.appending(path: path) }
}
