import OperatorErrors
import Renderings
import WebServing

/// The node cannot make a picture of an image, now or later. A reviewer may state that such a film was read elsewhere.
struct ImageNotShown: HTTPAnswered {
    let error: RenderingError

    /// Returns nil for an error that another try may not meet.
    init?(_ error: RenderingError) {
        guard case .notRendered = error else { return nil }
        self.error = error
    }

    private struct Details: Encodable {
        /// For which the page has words in each language.
        let refusal = "not-shown"
    }

    var description: String { error.description }
    var hint: String { error.hint }
    var fault: FaultKind { error.fault }
    var details: (any Encodable & Sendable)? { Details() }
}
