import FindingLabels

/// The finding head's logits on a fold with the labels, on which calibrations are fitted and scored.
struct CalibrationCases: Sendable {
    /// One label of one film.
    struct Case: Sendable {
        let label: Int
        let logit: Double
        let isPositive: Bool
    }

    /// The cases of each film: one for each label that is not uncertain.
    let films: [[Case]]
    let patients: [String]
    let labels: Int

    /// `scores` has the head's logits for each label of each study.
    init(scores: [[Float]], studies: [TrainingStudy]) {
        precondition(scores.count == studies.count, "\(scores.count) rows of logits for \(studies.count) studies")
        films = zip(scores, studies).map { logits, study in
            study.labels.indices.filter { study.labels[$0] != .uncertain }.map {
                Case(label: $0, logit: Double(logits[$0]), isPositive: study.labels[$0] == .positive)
            }
        }
        patients = studies.map(\.patient)
        labels = studies.first?.labels.count ?? 0
    }

    private init(films: [[Case]], patients: [String], labels: Int) {
        (self.films, self.patients, self.labels) = (films, patients, labels)
    }

    var all: [Case] { films.flatMap { $0 } }

    /// For each label, the share of its cases that are positive.
    var prevalences: [Double] {
        (0..<labels).map { label in
            let cases = all.filter { $0.label == label }
            return cases.isEmpty ? 0 : Double(cases.count { $0.isPositive }) / Double(cases.count)
        }
    }

    /// The films at these positions.
    func at(_ positions: [Int]) -> CalibrationCases {
        CalibrationCases(
            films: positions.map { films[$0] }, patients: positions.map { patients[$0] }, labels: labels)
    }

    /// Splits the positions of the films into parts of nearly equal size; all films of a patient are in one part.
    func parts(_ count: Int) -> [[Int]] {
        var parts = [[Int]](repeating: [], count: count)
        for (number, group) in EvaluationPolicy.groups(patients).enumerated() { parts[number % count] += group }
        return parts
    }
}
