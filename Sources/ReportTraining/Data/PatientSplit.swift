import NeuralNetwork
package import ReportGeneration

/// The three parts of a data set. A patient's films are all in one of them.
package enum Fold: String, CaseIterable, Codable, Sendable {
    case train
    case validation
    case test
}

/// How a data set is cut by patient: 70 % to train on, 10 % to choose with, 20 % to report on.
package enum PatientSplit {
    static let trainShare = 0.7
    static let validationShare = 0.1

    /// Cuts by patient, films of one kind (sick or not, AP or PA, by the patient's first film) in the same shares in
    /// every fold; patients that the rule holds out are in the test fold besides. The same rule and records give the same folds, whatever the order of the records.
    package static func folds(of records: [NIHRecord], by rule: SplitRule) -> [Fold: [NIHRecord]] {
        let ordered = records.sorted { $0.image < $1.image }
        let films = Dictionary(grouping: ordered, by: \.patient)
        let heldOut = Set(rule.heldOutPatients)
        let strata = Dictionary(grouping: films.keys.sorted().filter { !heldOut.contains($0) }) { patient in
            films[patient]?.first.map { "\($0.view.rawValue) \($0.findings.isEmpty)" } ?? ""
        }
        var folds: [Fold: [NIHRecord]] = [
            .train: [], .validation: [], .test: ordered.filter { heldOut.contains($0.patient) },
        ]
        for (name, patients) in strata.sorted(by: { $0.key < $1.key }) {
            var generator = RandomGenerator(seed: rule.seed, name: name)
            let total = Double(patients.reduce(0) { $0 + (films[$1]?.count ?? 0) })
            var taken = 0.0
            for patient in patients.shuffled(using: &generator) {
                let group = films[patient] ?? []
                let middle = (taken + Double(group.count) / 2) / total
                let fold: Fold =
                    middle < trainShare ? .train : middle < trainShare + validationShare ? .validation : .test
                folds[fold, default: []] += group
                taken += Double(group.count)
            }
        }
        return folds.mapValues { $0.sorted { $0.image < $1.image } }
    }
}
