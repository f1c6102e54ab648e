import Foundation

/// The Python of `scripts/python-peers.sh`, with pynetdicom and what it needs.
package enum PythonPeers {
    package static let python = URL(filePath: #filePath).appending(path: "../../../.venv-peers/bin/python").standardized
        .path
    package static var arePresent: Bool { FileManager.default.isExecutableFile(atPath: python) }
}
