import Auditing
import DICOMWebEncoding
import Hummingbird
import Review
import WebServing

/// A request of an authenticated client, as the services read it.
struct Asked: Sendable {
    let request: WebRequest
    /// The texts in the path by the names in the route.
    let texts: [String: String]
    let caller: AuditOccurrence.Caller
    /// The address of the resources, without a slash at its end.
    let base: String
    let accepted: AcceptedTypes

    init(
        _ request: WebRequest, _ texts: [String: String], by caller: AuditOccurrence.Caller, base: String
    ) throws(WebError) {
        self.request = request
        self.texts = texts
        self.caller = caller
        self.base = base
        let values = request.headers[values: .accept]
        // In a media type a plus sign does not stand for a space.
        let parameter = try QueryString(request.query).parameters.first { $0.name == "accept" }
            .map { parameter throws(WebError) in try QueryString.decode(parameter.raw.replacing("+", with: "%2B")) }
        accepted = AcceptedTypes(
            header: values.isEmpty ? nil : values.joined(separator: ","), parameter: parameter)
    }

    /// The user of the page whose session asks; nil for a client with a token, from which nothing is withheld.
    func reader(under blind: BlindReading) -> DraftReader? {
        caller.login.map { DraftReader(login: $0, blind: blind) }
    }
}
