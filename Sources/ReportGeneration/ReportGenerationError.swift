/// Why a model bundle cannot be used.
package enum ReportGenerationError: Error, Equatable, CustomStringConvertible {
    /// A file of the bundle cannot be read or written.
    case unreadable(path: String, reason: String)
    /// A file's SHA-256 differs from the one in SHA256SUMS.
    case hashMismatch(path: String)
    /// SHA256SUMS does not name the file.
    case notHashed(path: String)
    /// A JSON file that does not hold what it should.
    case invalid(path: String, reason: String)
    /// The compute library cannot be used; the hint is its own.
    case cannotCompute(reason: String, hint: String)
    /// A study without pictures.
    case noImages

    package var description: String {
        switch self {
        case .unreadable(let path, let reason): "\(path) cannot be used: \(reason)"
        case .hashMismatch(let path): "\(path) is not the file its SHA256SUMS was made for"
        case .notHashed(let path): "SHA256SUMS does not name \(path)"
        case .invalid(let path, let reason): "\(path) is not valid: \(reason)"
        case .cannotCompute(let reason, _): reason
        case .noImages: "a draft needs at least one picture"
        }
    }

    /// What the operator can do.
    package var hint: String {
        switch self {
        case .unreadable: "Check that --model or --bundle names the folder of a model bundle and can be read."
        case .hashMismatch, .notHashed: "Install the bundle again; see `sha256sum -c SHA256SUMS` in its folder."
        case .invalid: "Use a bundle made by this version's `thorax-model train`."
        case .cannotCompute(_, let hint): hint
        case .noImages: "Send at least one frontal chest radiograph."
        }
    }
}
