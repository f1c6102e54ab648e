package import OperatorErrors

/// The media types that a client accepts (PS3.18 8.7.5 to 8.7.8).
package struct AcceptedTypes: Sendable {
    /// Bytes of a header or parameter that are read.
    static let byteLimit = 8 << 10

    /// The `accept` parameter of the query, which goes first, and then the header.
    private let lists: [[MediaRange]]
    private let text: String

    /// - Parameters:
    ///   - header: the values of Accept, joined by commas; `nil` without any, which means anything.
    ///   - parameter: the decoded value of the query's `accept`.
    package init(header: String?, parameter: String? = nil) {
        let texts = [parameter, header].compactMap { $0 }.filter { !$0.trimmingBlanks.isEmpty }
        text = texts.joined(separator: ", ")
        let given = texts.isEmpty ? ["*/*"] : texts
        lists = given.map { $0.utf8.count > AcceptedTypes.byteLimit ? [] : MediaRange.list($0) }
    }

    /// The form to send: of those that the client wants most, the first.
    package func choose(from forms: [Representation]) throws(NotAcceptable) -> Representation {
        for ranges in lists {
            var best: (form: Representation, quality: Int)?
            for form in forms {
                guard let quality = AcceptedTypes.quality(of: form, in: ranges), quality > 0 else { continue }
                if quality > best?.quality ?? 0 { best = (form, quality) }
            }
            if let best { return best.form }
        }
        throw NotAcceptable(asked: text, offered: forms.map(\.range))
    }

    /// The quality of the closest range.
    private static func quality(of form: Representation, in ranges: [MediaRange]) -> Int? {
        var closest: (match: Int, quality: Int)?
        for range in ranges {
            guard let match = form.match(range) else { continue }
            if match > closest?.match ?? 0 || (match == closest?.match && range.quality > closest?.quality ?? 0) {
                closest = (match, range.quality)
            }
        }
        return closest?.quality
    }
}

/// A client accepts none of the forms in which a resource can be sent.
package struct NotAcceptable: OperatorError {
    /// The accepted types as text for an error.
    package let asked: String
    /// The forms, as an Accept header asks for them.
    package let offered: [String]

    init(asked: String, offered: [String]) {
        self.asked = String(
            String.UnicodeScalarView(asked.unicodeScalars.filter { (" "..."~").contains($0) }.prefix(200)))
        self.offered = offered.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
    }

    package var description: String { "none of the accepted types can be sent: \(asked)" }
    package var hint: String { "Accept one of: \(offered.joined(separator: ", "))" }
    package var fault: FaultKind { .invalid }
}
