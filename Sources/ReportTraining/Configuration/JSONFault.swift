import Foundation

/// Explains why a JSON text could not be decoded.
package enum JSONFault {
    /// The path of the key at fault, if one is known, and the reason with the key.
    package static func explain(_ error: DecodingError) -> (key: String?, reason: String) {
        switch error {
        case .keyNotFound(let key, let context):
            let path = path(context.codingPath + [key])
            return (path, "the key \(path) is missing")
        case .typeMismatch(let type, let context) where context.codingPath.isEmpty:
            return (nil, "it must be \(name(of: type))")
        case .typeMismatch(let type, let context):
            let path = path(context.codingPath)
            return (path, "\(path) must be \(name(of: type))")
        case .valueNotFound(let type, let context):
            let path = path(context.codingPath)
            return (path, "\(path) must be \(name(of: type)), not null")
        case .dataCorrupted(let context) where !context.codingPath.isEmpty:
            let path = path(context.codingPath)
            return (path, "\(path) has a value that is unknown: \(context.debugDescription)")
        case .dataCorrupted(let context): return (nil, context.debugDescription)
        @unknown default: return (nil, "\(error)")
        }
    }

    /// Why a text is not JSON, with the line instead of the position that Foundation gives.
    static func explain(_ error: any Error, in text: Data) -> String {
        let reason = (error as NSError).userInfo[NSDebugDescriptionErrorKey] as? String ?? "\(error)"
        guard let match = reason.firstMatch(of: /around character (\d+)/), let position = Int(match.1) else {
            return reason
        }
        let line = text.prefix(position).count { $0 == UInt8(ascii: "\n") } + 1
        return reason.replacing(match.0, with: "in line \(line)")
    }

    private static func path(_ keys: [any CodingKey]) -> String {
        keys.filter { $0.intValue == nil }.map(\.stringValue).joined(separator: ".")
    }

    private static func name(of type: Any.Type) -> String {
        switch type {
        case is String.Type: "text"
        case is Bool.Type: "true or false"
        case is Int.Type, is UInt64.Type: "a whole number"
        case is Float.Type, is Double.Type: "a number"
        default: "\(type)".hasPrefix("Array<") ? "a list" : "an object"
        }
    }
}
