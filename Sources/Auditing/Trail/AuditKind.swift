import Foundation
package import WorkListDatabase

/// What a message of the trail records, as an administrator names it: a kind of act, such as `delivery-retried`, or a type of
/// event, such as `login`.
package struct AuditKind: Sendable, Equatable {
    package let name: String
    /// The code of the type in messages.
    private let code: String
    /// A message of this kind contains one of these texts (PS3.15 A.5.1).
    let markups: [String]

    /// Every kind that is written: acts first.
    package static let all: [AuditKind] =
        Act.Kind.allCases.map { AuditKind($0) } + AuditCode.eventTypes.map { AuditKind($0) }

    /// - Parameter text: the name, in upper or lower case, with or without hyphens, or the code.
    /// - Returns: nil for an unknown kind.
    package init?(_ text: String) {
        let text = text.lowercased()
        let letters = text.filter { $0 != "-" }
        guard
            let kind = Self.all.first(where: { kind in
                kind.code.lowercased() == text || kind.name.filter { $0 != "-" } == letters
            })
        else { return nil }
        self = kind
    }

    /// The messages of an act: standard events have no type of their own (`AuditEvent.init(_:of:)`).
    package init(_ act: Act.Kind) {
        let type = AuditCode.own(act)
        name = type.value.lowercased()
        code = type.value
        let typed = Self.markup("EventTypeCode", type.value)
        markups =
            switch act {
            case .removed: [typed, Self.markup("EventID", AuditEventID.studyDeleted.rawValue)]
            case .exported: [typed, Self.markup("EventID", AuditEventID.export.rawValue)]
            case .userAdded, .userChanged, .userRemoved, .passwordSet, .sessionEnded, .tokenAdded, .tokenRevoked:
                [Self.alert(beginningWith: act.rawValue)]
            default: [typed]
            }
    }

    private init(_ type: AuditCode) {
        name = type.meaning.lowercased().replacing(" ", with: "-")
        code = type.value
        markups = [Self.markup("EventTypeCode", type.value)]
    }

    private static func markup(_ element: String, _ code: String) -> String { "<\(element) csd-code=\"\(code)\"" }

    /// The description of an alert is in Base64, where three bytes are four characters.
    private static func alert(beginningWith text: String) -> String {
        let whole = Data(text.utf8.prefix(text.utf8.count / 3 * 3))
        return "type=\"Alert Description\" value=\"\(whole.base64EncodedString())"
    }
}
