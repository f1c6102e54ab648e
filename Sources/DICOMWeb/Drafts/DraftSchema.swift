/// The JSON Schema (2020-12) of a draft's answer, for the OpenAPI document. A test holds it against answers.
indirect enum DraftSchema: Encodable, Sendable {
    case text
    case choice([String])
    case integer
    case number
    case list(of: DraftSchema)
    /// An object; names with a question mark may be missing.
    case object([String: DraftSchema])

    static let draft = object([
        "studyInstanceUID": .text, "accessionNumber?": .text, "state": .text, "revision": .integer,
        "status": .choice(["preliminary", "final", "none"]), "reason?": .text, "model?": .text, "text?": words,
        "findings": .list(of: statement), "impression": .list(of: statement),
        "notices": .list(
            of: .object([
                "kind": .text, "section?": .choice(["findings", "impression"]), "sentence?": .integer,
                "estimate?": estimate, "words?": .list(of: .text),
            ])),
        "estimates": .list(of: estimate), "limits": .list(of: .text),
        "display": .list(of: .object(["applied": .text, "notices": .list(of: .text)])),
        "signed": .list(
            of: .object([
                "verdict": .text, "revision": .integer, "name": .text, "signedAt": .text, "text?": words,
            ])),
    ])

    private static let words = object(["findings": .list(of: .text), "impression": .list(of: .text)])
    private static let statement = object([
        "text": .text, "findings": .list(of: .text),
        "estimates": .list(of: estimate),
    ])
    private static let estimate = object([
        "label": .text, "probability": .number, "threshold": .number, "presentThreshold?": .number,
    ])

    private enum Key: String, CodingKey { case type, items, properties, required, `enum` }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        switch self {
        case .text: try container.encode("string", forKey: .type)
        case .choice(let values):
            try container.encode("string", forKey: .type)
            try container.encode(values, forKey: .enum)
        case .integer: try container.encode("integer", forKey: .type)
        case .number: try container.encode("number", forKey: .type)
        case .list(let element):
            try container.encode("array", forKey: .type)
            try container.encode(element, forKey: .items)
        case .object(let members):
            try container.encode("object", forKey: .type)
            let named = members.map { (name: $0.key.hasSuffix("?") ? String($0.key.dropLast()) : $0.key, member: $0) }
            try container.encode(
                Dictionary(uniqueKeysWithValues: named.map { ($0.name, $0.member.value) }), forKey: .properties)
            try container.encode(
                named.filter { $0.name == $0.member.key }.map(\.name).sorted(), forKey: .required)
        }
    }
}
