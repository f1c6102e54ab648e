import WorkList
package import WorkListDatabase

/// Why a review was not done; nothing was changed.
package enum ReviewError: Error, CustomStringConvertible {
    /// What kind of answer it is, for whoever asked over HTTP.
    package enum Kind: Int, Sendable {
        /// The one who asks may not.
        case forbidden = 403
        case notFound = 404
        /// Somebody else or something else was first.
        case conflict = 409
        /// What was asked for makes no sense.
        case invalid = 422
        /// The work list cannot be used now.
        case unavailable = 503
    }

    case refused(ReviewRefusal)
    /// A text that cannot be read as a report; lines are counted from 1.
    case malformed(line: Int?, problem: String)
    case workList(WorkListError)

    /// - Parameter error: what the work list threw.
    package init(_ error: any Error) {
        switch error {
        case let error as WorkListError: self = .workList(error)
        case let error as ReviewError: self = error
        default: self = .workList(.database(message: "\(error)", isBusy: false, isOutOfSpace: false))
        }
    }

    package var description: String {
        switch self {
        case .refused(let refusal): refusal.description
        case .malformed(let line, let problem): line.map { "line \($0): \(problem)" } ?? problem
        case .workList(let error): error.description
        }
    }

    package var hint: String {
        switch self {
        case .refused(let refusal): refusal.hint
        case .malformed: "write FINDINGS: and IMPRESSION: on lines of their own, and the text below them"
        case .workList(let error): error.hint
        }
    }

    package var kind: Kind {
        switch self {
        case .refused(let refusal):
            switch refusal {
            case .noSuchUser: .notFound
            case .notAReviewer: .forbidden
            case .held, .reportIsRead, .notHeld, .notReviewable, .studyChanged, .nothingSigned, .loginTaken: .conflict
            case .invalidUser, .noDraftOffered, .emptyText: .invalid
            }
        case .malformed: .invalid
        case .workList(.noSuchStudy): .notFound
        case .workList(.ambiguousStudy): .invalid
        case .workList: .unavailable
        }
    }

    /// What a command ends with: 75 where the same may work later, 2 where nothing was found, else 1.
    package var exitCode: Int32 {
        switch self {
        case .refused(.held), .refused(.reportIsRead), .workList(.database(_, isBusy: true, _)): 75
        default: kind == .notFound ? 2 : 1
        }
    }
}
