import Foundation
import OperatorErrors

/// A file that is written line by line; an earlier one is replaced.
struct OutputFile {
    enum WriteError: OperatorError {
        case unwritable(path: String, reason: String)

        var description: String {
            switch self {
            case .unwritable(let path, let reason): "\(path) could not be written: \(reason)"
            }
        }

        var fault: FaultKind { .outOfResources }
        var hint: String { "Check that its folder exists, its permissions and free space." }
    }

    private let path: String
    private let handle: FileHandle

    /// Creates the file; throws `WriteError.unwritable`.
    init(path: String) throws {
        self.path = path
        guard FileManager.default.createFile(atPath: path, contents: nil),
            let handle = FileHandle(forWritingAtPath: path)
        else { throw WriteError.unwritable(path: path, reason: String(cString: strerror(errno))) }
        self.handle = handle
    }

    func write(line: String) throws {
        do {
            try handle.write(contentsOf: Data((line + "\n").utf8))
        } catch {
            throw WriteError.unwritable(path: path, reason: error.localizedDescription)
        }
    }
}
