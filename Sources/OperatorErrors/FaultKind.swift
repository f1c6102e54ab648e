/// The kind of an error. Each interface answers an error by its kind; `answers` is the only place that says how.
package enum FaultKind: String, CaseIterable, Sendable, Codable {
    /// What was asked for does not exist.
    case notFound
    /// The user who asks may not do this.
    case forbidden
    /// The request contradicts the present state: something else was first.
    case conflict
    /// Something else has this name or UID already.
    case duplicate
    /// Another user has it open, for a limited time.
    case held
    /// The request makes no sense.
    case invalid
    /// More than one request may ask for.
    case tooLarge
    /// Bytes that do not follow their format.
    case malformed
    /// Another process is using it, or everything is in use; this passes by itself.
    case busy
    /// The machine refuses space, a file or a thread.
    case outOfResources
    /// The configuration, the model or the installed version must be changed by a person.
    case misconfigured
    /// A service or a peer that is needed does not work now.
    case unavailable
    /// A fault of the program.
    case `internal`

    /// Whether work that failed is tried again.
    package enum Retry: Sendable {
        /// Another attempt fails in the same way.
        case never
        /// Another attempt may succeed; each one counts, so that there is a last one.
        case counted
        /// The work is not the cause: it waits and keeps its attempts.
        case uncounted
    }

    /// What each interface answers.
    package struct Answers: Sendable, Equatable {
        /// The exit code of a program: 1, 2, or EX_TEMPFAIL (75) or EX_CONFIG (78) of sysexits.h.
        package let exitCode: Int32
        /// The HTTP status (RFC 9110).
        package let httpStatus: Int
        /// The DIMSE status of a C-STORE, C-FIND, C-GET or C-MOVE response (PS3.4 Annexes B and C, PS3.7 Annex C).
        package let dimseStatus: UInt16
        package let retry: Retry
    }

    package var answers: Answers {
        switch self {
        case .notFound: .init(exitCode: 2, httpStatus: 404, dimseStatus: 0x0112, retry: .never)
        case .forbidden: .init(exitCode: 1, httpStatus: 403, dimseStatus: 0x0124, retry: .never)
        case .conflict: .init(exitCode: 1, httpStatus: 409, dimseStatus: 0xA700, retry: .never)
        case .duplicate: .init(exitCode: 1, httpStatus: 409, dimseStatus: 0x0111, retry: .never)
        case .held: .init(exitCode: 75, httpStatus: 409, dimseStatus: 0xA700, retry: .uncounted)
        case .invalid: .init(exitCode: 1, httpStatus: 400, dimseStatus: 0xA900, retry: .never)
        case .tooLarge: .init(exitCode: 1, httpStatus: 413, dimseStatus: 0xA702, retry: .never)
        case .malformed: .init(exitCode: 1, httpStatus: 400, dimseStatus: 0xC000, retry: .never)
        case .busy: .init(exitCode: 75, httpStatus: 503, dimseStatus: 0xA700, retry: .uncounted)
        case .outOfResources: .init(exitCode: 1, httpStatus: 503, dimseStatus: 0xA700, retry: .uncounted)
        case .misconfigured: .init(exitCode: 78, httpStatus: 500, dimseStatus: 0xA700, retry: .never)
        case .unavailable: .init(exitCode: 1, httpStatus: 503, dimseStatus: 0xA700, retry: .counted)
        case .internal: .init(exitCode: 1, httpStatus: 500, dimseStatus: 0xA700, retry: .counted)
        }
    }

    package var exitCode: Int32 { answers.exitCode }
    package var httpStatus: Int { answers.httpStatus }
    package var dimseStatus: UInt16 { answers.dimseStatus }
    package var retry: Retry { answers.retry }
}
