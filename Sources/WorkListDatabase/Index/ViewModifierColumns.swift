package import DICOMCore
package import GRDB

/// The columns for the modifiers of a view: their values, coding schemes and meanings, each separated by `\`, which none of
/// them can contain (PS3.5 6.2).
package enum ViewModifierColumns {
    static func joined(_ header: InstanceHeader, _ part: (CodedConcept) -> String) -> String? {
        guard !header.viewModifiers.isEmpty else { return nil }
        return header.viewModifiers.map { part($0).replacing("\\", with: " ") }.joined(separator: "\\")
    }

    package static func modifiers(in row: Row) -> [CodedConcept] {
        let columns = ["viewModifierValues", "viewModifierSchemes", "viewModifierMeanings"].map { name in
            ((row[name] as String?) ?? "").split(separator: "\\", omittingEmptySubsequences: false).map(String.init)
        }
        guard columns[0] != [""] else { return [] }
        return columns[0].indices.map { index in
            let parts = columns.map { $0.indices.contains(index) ? $0[index] : "" }
            return CodedConcept(value: parts[0], scheme: parts[1], meaning: parts[2])
        }
    }
}
