import FoundationEssentials
import Glibc
package import OperatorErrors
package import Platform

/// An exported part of the audit trail: one `AuditLine` per line, in the order of their ids. It is read line by line, so that a
/// file of any size needs little memory.
package final class AuditFile {
    private let path: String
    private let stream: UnsafeMutablePointer<FILE>
    private var line: UnsafeMutablePointer<CChar>?
    private var capacity = 0
    private var number = 0

    /// - Throws: `PlatformError` if the file cannot be opened.
    package init(at path: String) throws(PlatformError) {
        self.path = path
        guard let stream = fopen(path, "re") else { throw .file(operation: "open", path: path, errno: errno) }
        self.stream = stream
    }

    deinit {
        fclose(stream)
        free(line)
    }

    /// The next message; nil at the end.
    ///
    /// - Throws: `AuditFileError.noMessage` for a line that is not an audit message.
    package func next() throws -> AuditRecord? {
        let count = getline(&line, &capacity, stream)
        guard count >= 0, let line else {
            guard ferror(stream) == 0 else {
                throw PlatformError.file(operation: "read", path: path, errno: errno)
            }
            return nil
        }
        number += 1
        let bytes = Data(UnsafeRawBufferPointer(start: line, count: count))
        guard let found = try? JSONDecoder().decode(AuditLine.self, from: bytes), let record = AuditRecord(found)
        else { throw AuditFileError.noMessage(path: path, line: number) }
        return record
    }
}

/// Why exported messages cannot be used.
package enum AuditFileError: OperatorError {
    /// The line is not a message of an audit trail.
    case noMessage(path: String, line: Int)
    /// The messages to export are not what was recorded.
    case broken(AuditVerification.Fault)
    /// The file reads otherwise than it was written.
    case otherContent(path: String)

    package var description: String {
        switch self {
        case .noMessage(let path, let line): "\(path) has no audit message on line \(line)"
        case .broken(let fault): "the audit trail is not exported, because it is broken: \(fault)"
        case .otherContent(let path): "\(path) does not read as it was written"
        }
    }

    package var fault: FaultKind {
        switch self {
        case .noMessage, .broken: .malformed
        case .otherContent: .outOfResources
        }
    }

    package var hint: String {
        switch self {
        case .noMessage:
            "name files of the state directory's audit/ or of thoraxctl audit export; a file that was cut off or edited "
                + "proves nothing"
        case .broken: "run thoraxctl audit verify, and find out who can write the work list"
        case .otherContent: "check the disk; nothing was removed from the work list"
        }
    }
}
