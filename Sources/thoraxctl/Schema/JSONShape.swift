/// The shape of a JSON value, as JSON Schema (2020-12) has it.
final class JSONShape {
    private enum Kind {
        case any
        case simple(String, format: String?)
        case choice([String])
        case array(JSONShape)
        case dictionary(JSONShape)
        case object
    }

    private var kind = Kind.any
    private var properties: [String: (shape: JSONShape, isRequired: Bool)] = [:]

    func become(_ type: String, format: String? = nil) { kind = .simple(type, format: format) }

    func becomeChoice(of values: [String]) { kind = .choice(values) }

    func becomeObject() { kind = .object }

    /// The shape of each element, this one being a list's.
    func element() -> JSONShape {
        let shape = JSONShape()
        kind = .array(shape)
        return shape
    }

    /// The shape of each value, this one being a dictionary's.
    func value() -> JSONShape {
        let shape = JSONShape()
        kind = .dictionary(shape)
        return shape
    }

    func property(_ name: String, isRequired: Bool) -> JSONShape {
        let shape = JSONShape()
        properties[name] = (shape, isRequired)
        return shape
    }

    /// The schema as it is encoded.
    var schema: JSONText {
        switch kind {
        case .any: .object([:])
        case .simple(let type, let format):
            .object(["type": .text(type)].merging(format.map { ["format": .text($0)] } ?? [:]) { $1 })
        case .choice(let values): .object(["type": .text("string"), "enum": .list(values.map(JSONText.text))])
        case .array(let shape): .object(["type": .text("array"), "items": shape.schema])
        case .dictionary(let shape): .object(["type": .text("object"), "additionalProperties": shape.schema])
        case .object:
            .object([
                "type": .text("object"), "additionalProperties": .truth(false),
                "properties": .object(properties.mapValues(\.shape.schema)),
                "required": .list(properties.filter(\.value.isRequired).keys.sorted().map(JSONText.text)),
            ])
        }
    }
}

/// JSON that is built.
indirect enum JSONText: Encodable {
    case text(String)
    case truth(Bool)
    case list([JSONText])
    case object([String: JSONText])

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .text(let text): try container.encode(text)
        case .truth(let truth): try container.encode(truth)
        case .list(let list): try container.encode(list)
        case .object(let object): try container.encode(object)
        }
    }
}
