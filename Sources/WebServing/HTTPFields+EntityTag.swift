package import Hummingbird

extension HTTPFields {
    /// Whether If-None-Match names an entity tag, so that the client has the representation already (RFC 9110 13.1.2).
    ///
    /// - Parameter tag: a strong tag with its quotes.
    package func hasEntityTag(_ tag: String) -> Bool {
        self[values: .ifNoneMatch].flatMap { $0.split(separator: ",") }.contains { entry in
            let entry = entry.drop { $0 == " " }.prefix { $0 != " " }
            return entry == "*" || (entry.hasPrefix("W/") ? entry.dropFirst(2) : entry) == tag
        }
    }
}
