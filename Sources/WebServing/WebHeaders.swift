package import Hummingbird

package typealias HTTPField = HTTPFields.Element

/// Headers of every answer, unless its front set others.
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
    /// The name of a header, for names that are constants of the program.
    package static func named(_ text: String) -> HTTPField.Name {
        guard let name = HTTPField.Name(text) else { preconditionFailure("\(text) is not the name of a header") }
        return name
    }
}
