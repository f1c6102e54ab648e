package import OperatorErrors

/// Why a model bundle cannot be used.
package enum ReportGenerationError: OperatorError, Equatable {
    /// A file of the bundle could not be read or written.
    case unreadable(path: String, reason: String)
    /// A file's SHA-256 differs from the one in SHA256SUMS.
    case hashMismatch(path: String)
    /// SHA256SUMS has no hash of the file.
    case notHashed(path: String)
    /// A JSON file has unexpected contents.
    case invalid(path: String, reason: String)
    /// The compute library could not be loaded; the hint is its own.
    case cannotCompute(reason: String, hint: String)
    /// The study has no pictures.
    case noImages

    package var description: String {
        switch self {
        case .unreadable(let path, let reason): "\(path) could not be read or written: \(reason)"
        case .hashMismatch(let path): "\(path) does not match its hash in SHA256SUMS"
        case .notHashed(let path): "SHA256SUMS has no hash of \(path)"
        case .invalid(let path, let reason): "\(path) is not valid: \(reason)"
        case .cannotCompute(let reason, _): reason
        case .noImages: "a draft needs at least one picture"
        }
    }

    package var fault: FaultKind {
        if case .noImages = self { .malformed } else { .misconfigured }
    }

    package var hint: String {
        switch self {
        case .unreadable:
            "Name the folder of a model bundle that can be read: thoraxctl model list shows those that are installed."
        case .hashMismatch, .notHashed:
            "Install the bundle again with thoraxctl model install, or choose another with thoraxctl model use; "
                + "sha256sum -c SHA256SUMS in its folder names every damaged file."
        case .invalid: "Use a bundle made by this version's `thorax-model train`."
        case .cannotCompute(_, let hint): hint
        case .noImages: "Send at least one frontal chest radiograph."
        }
    }
}
