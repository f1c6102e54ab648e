/// The shape of a JSON value in terms of JSON Schema (2020-12).
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

    /// Makes this the shape of an array and returns the shape of its elements.
    func element() -> JSONShape {
        let shape = JSONShape()
        kind = .array(shape)
        return shape
    }

    /// Makes this the shape of a dictionary and returns the shape of its values.
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

    /// The JSON Schema of this shape.
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

/// A JSON value to be encoded.
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
