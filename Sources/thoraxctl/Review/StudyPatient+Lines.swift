import Review

extension StudyPatient {
    /// The patient and the film as human-readable lines that are safe for a terminal. A missing value is named as
    /// missing, because a report must not be signed without knowing its patient.
    var lines: [String] {
        func line(_ title: String, _ parts: [String?]) -> String {
            terminalSafe("\(title) \(parts.compactMap(\.self).joined(separator: "  "))")
        }
        return [
            line(
                "patient  ",
                [
                    name ?? "no name", id.map { "id \($0)" } ?? "no id", birthDate.map { "born \($0)" },
                    age ?? "age not known", sex ?? "sex not known",
                ]),
            line(
                "film     ",
                [
                    views.isEmpty ? "view not stated" : views.joined(separator: ", "),
                    studyDate.map { "of \($0)" } ?? "no study date", studyDescription ?? "no study description",
                ]),
        ]
    }
}
