import Foundation

/// The Python installed by `scripts/python-peers.sh`, with pynetdicom and its dependencies.
package enum PythonPeers {
    package static let python = URL(filePath: #filePath).appending(path: "../../../.venv-peers/bin/python").standardized
        .path
    package static var arePresent: Bool { FileManager.default.isExecutableFile(atPath: python) }
}
