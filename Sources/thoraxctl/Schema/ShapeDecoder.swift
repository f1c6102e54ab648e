import Foundation

/// Learns the shape of a type by letting it decode itself from sample values and noting what it asks for. So the
/// schema of an answer cannot differ from the answer.
struct ShapeDecoder: Decoder {
    let shape: JSONShape
    var codingPath: [any CodingKey] { [] }
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    /// The shape of a type's JSON.
    static func shape(of type: any Decodable.Type) throws -> JSONShape {
        let shape = JSONShape()
        _ = try learn(type, into: shape)
        return shape
    }

    /// Learns the shape of the type and returns a sample value.
    static func learn<Value: Decodable>(_ type: Value.Type, into shape: JSONShape) throws -> Value {
        if type == Date.self, let date = Date() as? Value {
            shape.become("string", format: "date-time")
            return date
        }
        if let choice = type as? any CaseIterable.Type, let value = cases(of: choice).first as? Value {
            shape.becomeChoice(of: cases(of: choice).compactMap { ($0 as? any RawRepresentable)?.rawValue as? String })
            return value
        }
        return try Value(from: ShapeDecoder(shape: shape))
    }

    private static func cases(of type: any CaseIterable.Type) -> [Any] {
        func all<Choice: CaseIterable>(_ type: Choice.Type) -> [Any] { Array(type.allCases) }
        return all(type)
    }

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedDecodingContainer<Key> {
        KeyedDecodingContainer(ShapeKeyed<Key>(shape: shape))
    }

    func unkeyedContainer() -> any UnkeyedDecodingContainer { ShapeList(shape: shape.element()) }

    func singleValueContainer() -> any SingleValueDecodingContainer { ShapeValue(shape: shape) }
}

/// A single value, whose shape is that of the decoded type.
struct ShapeValue: SingleValueDecodingContainer {
    let shape: JSONShape
    var codingPath: [any CodingKey] { [] }

    func decodeNil() -> Bool { false }

    func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
        let simple: [(String, any Decodable)] = [
            ("boolean", false), ("string", ""), ("number", Double(0)), ("number", Float(0)), ("integer", 0),
            ("integer", Int8(0)), ("integer", Int16(0)), ("integer", Int32(0)), ("integer", Int64(0)),
            ("integer", UInt(0)), ("integer", UInt8(0)), ("integer", UInt16(0)), ("integer", UInt32(0)),
            ("integer", UInt64(0)),
        ]
        for (name, value) in simple {
            guard let value = value as? Value, Swift.type(of: value) == type else { continue }
            shape.become(name)
            return value
        }
        return try ShapeDecoder.learn(type, into: shape)
    }
}

/// A list of exactly one element, from which the shape is learnt.
struct ShapeList: UnkeyedDecodingContainer {
    let shape: JSONShape
    var codingPath: [any CodingKey] { [] }
    var count: Int? { nil }
    private(set) var currentIndex = 0
    var isAtEnd: Bool { currentIndex > 0 }

    init(shape: JSONShape) { self.shape = shape }

    mutating func decodeNil() -> Bool { false }

    mutating func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
        currentIndex += 1
        return try ShapeValue(shape: shape).decode(type)
    }

    mutating func nestedContainer<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedDecodingContainer<Key> {
        ShapeDecoder(shape: shape).container(keyedBy: type)
    }

    mutating func nestedUnkeyedContainer() -> any UnkeyedDecodingContainer {
        ShapeDecoder(shape: shape).unkeyedContainer()
    }

    mutating func superDecoder() -> any Decoder { ShapeDecoder(shape: shape) }
}

/// An object. A property is required if it is decoded, and optional if it is decoded if present. A dictionary asks for
/// all keys and gets one sample key.
struct ShapeKeyed<Key: CodingKey>: KeyedDecodingContainerProtocol {
    let shape: JSONShape
    var codingPath: [any CodingKey] { [] }

    init(shape: JSONShape) {
        self.shape = shape
        shape.becomeObject()
    }

    private static var anyKey: String { "*" }
    var allKeys: [Key] { Key(stringValue: Self.anyKey).map { [$0] } ?? [] }

    func contains(_ key: Key) -> Bool { true }

    func decodeNil(forKey key: Key) -> Bool { false }

    private func place(_ key: Key, isRequired: Bool) -> ShapeValue {
        let isDictionary = key.stringValue == Self.anyKey
        return ShapeValue(shape: isDictionary ? shape.value() : shape.property(key.stringValue, isRequired: isRequired))
    }

    func decode<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value {
        try place(key, isRequired: true).decode(type)
    }

    func decodeIfPresent<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value? {
        try place(key, isRequired: false).decode(type)
    }

    func decodeIfPresent(_ type: Bool.Type, forKey key: Key) throws -> Bool? { try optional(type, key) }
    func decodeIfPresent(_ type: String.Type, forKey key: Key) throws -> String? { try optional(type, key) }
    func decodeIfPresent(_ type: Double.Type, forKey key: Key) throws -> Double? { try optional(type, key) }
    func decodeIfPresent(_ type: Int.Type, forKey key: Key) throws -> Int? { try optional(type, key) }
    func decodeIfPresent(_ type: Int32.Type, forKey key: Key) throws -> Int32? { try optional(type, key) }
    func decodeIfPresent(_ type: Int64.Type, forKey key: Key) throws -> Int64? { try optional(type, key) }
    func decodeIfPresent(_ type: UInt16.Type, forKey key: Key) throws -> UInt16? { try optional(type, key) }

    private func optional<Value: Decodable>(_ type: Value.Type, _ key: Key) throws -> Value? {
        try place(key, isRequired: false).decode(type)
    }

    func nestedContainer<Nested: CodingKey>(
        keyedBy type: Nested.Type, forKey key: Key
    ) throws -> KeyedDecodingContainer<Nested> {
        ShapeDecoder(shape: place(key, isRequired: true).shape).container(keyedBy: type)
    }

    func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
        ShapeDecoder(shape: place(key, isRequired: true).shape).unkeyedContainer()
    }

    func superDecoder() throws -> any Decoder { ShapeDecoder(shape: shape) }

    func superDecoder(forKey key: Key) throws -> any Decoder {
        ShapeDecoder(shape: place(key, isRequired: true).shape)
    }
}
