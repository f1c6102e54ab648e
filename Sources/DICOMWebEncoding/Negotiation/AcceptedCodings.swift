/// The content codings that a client takes (RFC 9110 12.5.3).
package struct AcceptedCodings: Sendable {
    private let qualities: [String: Double]

    /// - Parameter values: of the header Accept-Encoding, of which the first 32 codings count.
    package init(_ values: [String]) {
        let codings = values.flatMap { HeaderFields.split($0, at: ",") }.prefix(32)
        var qualities: [String: Double] = [:]
        for coding in codings {
            let parts = HeaderFields.split(coding, at: ";")
            guard let name = parts.first?.lowercased(), !name.isEmpty, qualities[name] == nil else { continue }
            qualities[name] = Double(HeaderFields.parameters(parts.dropFirst())["q"] ?? "1") ?? 0
        }
        self.qualities = qualities
    }

    /// Whether the client takes a coding: one that it does not name only by `*`.
    package func take(_ coding: String) -> Bool { (qualities[coding] ?? qualities["*"] ?? 0) > 0 }
}
