import ReportGeneration
import Testing

@testable import ReportTraining

struct PatientSplitTests {
    private let records = (0..<300).map { index in
        TrainingStudy.film(
            "\(index).png", index % 2 == 0 ? [.pneumonia] : [], patient: index / 2 * 7, index % 6 < 3 ? .ap : .pa)
    }

    private func names(_ folds: [Fold: [TrainingStudy]]) -> [Fold: [String]] { folds.mapValues { $0.map(\.id) } }

    @Test func `all films of a patient are in one fold and no film is lost`() {
        let folds = PatientSplit.folds(of: records, by: SplitRule(seed: 1))
        #expect(folds.values.reduce(0) { $0 + $1.count } == 300)
        let patients = Fold.allCases.map { Set((folds[$0] ?? []).map(\.patient)) }
        #expect(patients[0].isDisjoint(with: patients[1]))
        #expect(patients[0].isDisjoint(with: patients[2]))
        #expect(patients[1].isDisjoint(with: patients[2]))
    }

    @Test func `the same seed gives the same folds in any row order, and another seed different ones`() {
        let folds = names(PatientSplit.folds(of: records, by: SplitRule(seed: 1)))
        #expect(names(PatientSplit.folds(of: records.reversed(), by: SplitRule(seed: 1))) == folds)
        #expect(names(PatientSplit.folds(of: records, by: SplitRule(seed: 2))) != folds)
    }

    @Test func `patients held out by name are in the test fold whatever the seed`() {
        for seed: UInt64 in 1...5 {
            let folds = PatientSplit.folds(of: records, by: SplitRule(seed: seed, heldOutPatients: [0, 7, 14]))
            #expect(Set((folds[.test] ?? []).map(\.patient)).isSuperset(of: ["0", "7", "14"]))
            #expect(folds.values.reduce(0) { $0 + $1.count } == 300)
        }
    }
}
