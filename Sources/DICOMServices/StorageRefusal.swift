import OperatorErrors

/// Why an object is not stored, other than an error of its header, the disk or the work list (PS3.4 Table B.2-1).
enum StorageRefusal: OperatorError {
    /// The free space is below the reserve.
    case outOfSpace
    /// The data set does not match the command.
    case mismatch(String)
    /// Another object is stored under this SOP Instance UID; the new one was put into quarantine. The error comment holds 64
    /// characters of the description.
    case duplicate(reason: String)
    /// The C-STORE request has no data set.
    case noDataSet

    var description: String {
        switch self {
        case .outOfSpace: "the free space is below the reserve"
        case .mismatch(let what): what
        case .duplicate(let reason): "another object has this UID: \(reason)"
        case .noDataSet: "no data set"
        }
    }

    var fault: FaultKind {
        switch self {
        case .outOfSpace: .outOfResources
        case .mismatch: .invalid
        case .duplicate: .duplicate
        case .noDataSet: .malformed
        }
    }

    var hint: String {
        switch self {
        case .outOfSpace: "free space on the file system of the state directory; the sender retries"
        case .mismatch, .noDataSet: "the sender does not follow the standard; ask its vendor"
        case .duplicate: "thoraxctl quarantine shows both objects; find out why they have the same UID"
        }
    }
}
