import ReportMetrics

/// What counts, fixed before any test score was seen.
package enum EvaluationPolicy {
    /// A finding enters a macro-AUC when at least this many of the films in question have it (and as many have not).
    package static let minimumPositives = 5
    /// Resamples of the patients behind each interval.
    package static let resamples = 1000
    static let bootstrapSeed: UInt64 = 20_170_721

    /// The findings that enter the macro-AUC of these films.
    package static func countedFindings(_ records: [NIHRecord]) -> [ChestFinding] {
        ChestFinding.allCases.filter { finding in
            let positives = records.count { $0.findings.contains(finding) }
            return positives >= minimumPositives && records.count - positives >= minimumPositives
        }
    }

    /// Mean AUC over `countedFindings`; nil when there is none. `scores` has 14 values for each film.
    static func macroAUC(scores: [[Float]], records: [NIHRecord]) -> Double? {
        let counted = countedFindings(records)
        return macroAUC(scores: scores, records: records, counted: counted, cases: Array(records.indices))
    }

    /// The same over some of the films (with repeats), for a list of findings fixed beforehand; a finding of which the
    /// selection shows only one class is left out.
    static func macroAUC(
        scores: [[Float]], records: [NIHRecord], counted: [ChestFinding], cases: [Int]
    ) -> Double? {
        let areas = counted.compactMap { auc(scores: scores, records: records, finding: $0, cases: cases) }
        return areas.isEmpty ? nil : areas.reduce(0, +) / Double(areas.count)
    }

    static func auc(scores: [[Float]], records: [NIHRecord], finding: ChestFinding, cases: [Int]) -> Double? {
        let column = finding.index
        return AreaUnderCurve.score(
            cases.map { scores[$0][column] }, positive: cases.map { records[$0].findings.contains(finding) })
    }

    /// Positions grouped by patient, for the bootstrap.
    static func groups(_ records: [NIHRecord], where isIncluded: (NIHRecord) -> Bool = { _ in true }) -> [[Int]] {
        let included = records.indices.filter { isIncluded(records[$0]) }
        return Dictionary(grouping: included) { records[$0].patient }.sorted { $0.key < $1.key }.map(\.value)
    }
}
