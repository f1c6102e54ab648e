import NeuralNetwork
package import ReportGeneration

/// The three folds of a data set. All films of a patient are in the same fold.
package enum Fold: String, CaseIterable, Codable, Sendable {
    case train
    case validation
    case test
}

/// Splits a data set by patient: 70 % for training, 10 % for validation, 20 % for testing.
package enum PatientSplit {
    static let trainShare = 0.7
    static let validationShare = 0.1

    /// Splits by patient, stratified by group (that of the patient's first study); patients held out by the rule are
    /// added to the test fold. The same rule and studies give the same folds, whatever the order of the studies.
    package static func folds(of studies: [TrainingStudy], by rule: SplitRule) -> [Fold: [TrainingStudy]] {
        let ordered = studies.sorted { $0.id < $1.id }
        let byPatient = Dictionary(grouping: ordered, by: \.patient)
        let heldOut = Set(rule.heldOutPatients.map(String.init))
        let cut = byPatient.keys.filter { !heldOut.contains($0) }.sorted(by: precedes)
        let strata = Dictionary(grouping: cut) { byPatient[$0]?.first?.group ?? "" }
        var folds: [Fold: [TrainingStudy]] = [
            .train: [], .validation: [], .test: ordered.filter { heldOut.contains($0.patient) },
        ]
        for (name, patients) in strata.sorted(by: { $0.key < $1.key }) {
            var generator = RandomGenerator(seed: rule.seed, name: name)
            let total = Double(patients.reduce(0) { $0 + (byPatient[$1]?.count ?? 0) })
            var taken = 0.0
            for patient in patients.shuffled(using: &generator) {
                let group = byPatient[patient] ?? []
                let middle = (taken + Double(group.count) / 2) / total
                let fold: Fold =
                    middle < trainShare ? .train : middle < trainShare + validationShare ? .validation : .test
                folds[fold, default: []] += group
                taken += Double(group.count)
            }
        }
        return folds.mapValues { $0.sorted { $0.id < $1.id } }
    }

    /// Shorter names first, so that numbers are in numerical order.
    static func precedes(_ first: String, _ second: String) -> Bool {
        (first.utf8.count, first) < (second.utf8.count, second)
    }
}
