package import Hummingbird

package typealias HTTPField = HTTPFields.Element

/// The headers that every answer has, unless its front gave others.
enum WebHeaders {
    private static let fixed: HTTPFields = [
        .cacheControl: "no-store", .contentSecurityPolicy: "default-src 'none'; frame-ancestors 'none'",
        .named("X-Content-Type-Options"): "nosniff", .named("Referrer-Policy"): "no-referrer",
        .named("X-Frame-Options"): "DENY", .named("Cross-Origin-Resource-Policy"): "same-origin",
    ]
    private static let requestID = HTTPField.Name.named("X-Request-ID")

    static func add(to headers: inout HTTPFields, _ id: String) {
        for field in fixed where headers[field.name] == nil { headers.append(field) }
        headers[requestID] = id
    }
}

extension HTTPField.Name {
    /// A name that is written down here.
    package static func named(_ text: String) -> HTTPField.Name {
        guard let name = HTTPField.Name(text) else { preconditionFailure("\(text) is no name of a header") }
        return name
    }
}
