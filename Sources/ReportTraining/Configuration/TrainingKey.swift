import Foundation

/// One key of a training configuration: what it may be, and what it means.
package struct TrainingKey: Sendable {
    /// Which values a key takes.
    package enum Values: Sendable {
        case text
        case flag
        case list(String)
        case whole(ClosedRange<Int>)
        /// From `lower`, which may be excluded, to `upper`.
        case number(above: Double? = nil, from: Double? = nil, to: Double? = nil, below: Double? = nil)
        case choice([String])
        /// An object that may be null, which turns off what it describes.
        case part
    }

    /// Names from the outermost object inwards, joined by dots.
    package let path: String
    package let values: Values
    package let meaning: String

    /// The path of every key, and of the objects that hold them.
    static let paths: Set<String> = all.reduce(into: []) { paths, key in
        var parts = key.path.split(separator: ".")
        while !parts.isEmpty {
            paths.insert(parts.joined(separator: "."))
            parts.removeLast()
        }
    }

    init(_ path: String, _ values: Values, _ meaning: String) {
        self.path = path
        self.values = values
        self.meaning = meaning
    }
}

extension TrainingKey {
    /// The first key of a JSON object whose value is not allowed, and the reason with the key.
    static func fault(in object: Any) -> (key: TrainingKey, reason: String)? {
        for key in all {
            var value: Any? = object
            for part in key.path.split(separator: ".") { value = (value as? [String: Any])?[String(part)] }
            if let value, let reason = key.values.fault(of: value) { return (key, "\(key.path) \(reason)") }
        }
        return nil
    }

    /// The first fault in a part of a configuration, or nil.
    static func fault(in part: some Encodable, under name: String) -> String? {
        guard let bytes = try? JSONEncoder().encode(part), let object = try? JSONSerialization.jsonObject(with: bytes)
        else { return "\(name) holds a value that is not a number" }
        return fault(in: [name: object])?.reason
    }
}

extension TrainingKey.Values {
    /// The values in words.
    package var description: String {
        switch self {
        case .text: "text"
        case .flag: "true, false"
        case .list(let items): items
        case .whole(let range) where range.upperBound == .max: "whole number, from \(range.lowerBound)"
        case .whole(let range): "whole number, \(range.lowerBound) to \(range.upperBound)"
        case .number(nil, nil, nil, nil): "a number"
        case .number(let above, let from, let to, let below):
            [
                above.map { "above \(Self.short($0))" }, from.map { "from \(Self.short($0))" },
                to.map { "to \(Self.short($0))" }, below.map { "below \(Self.short($0))" },
            ].compactMap { $0 }.joined(separator: " ")
        case .choice(let names): names.joined(separator: ", ")
        case .part: "object, null"
        }
    }

    /// The fault in a value of a JSON object, or nil. Leaves other types to the decoder, which names them.
    func fault(of value: Any) -> String? {
        if value is NSNull { return nil }
        guard value is NSNumber || value is String else { return nil }
        let number = (value as? NSNumber)?.doubleValue
        let isWithin =
            switch (self, number) {
            case (.whole(let range), let number?):
                number == number.rounded() && number >= Double(range.lowerBound)
                    && (range.upperBound == .max || number <= Double(range.upperBound))
            case (.number(let above, let from, let to, let below), let number?):
                number > above ?? -.infinity && number >= from ?? -.infinity && number <= to ?? .infinity
                    && number < below ?? .infinity
            case (.choice(let names), _):
                names.contains(value as? String ?? number.map(Self.short) ?? "")
            default: true
            }
        return isWithin ? nil : "is \(value); allowed: \(description)"
    }

    private static func short(_ value: Double) -> String {
        value == value.rounded() ? "\(Int(value))" : "\(value)"
    }
}
