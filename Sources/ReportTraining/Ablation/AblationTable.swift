import NeuralNetwork
package import ReportMetrics

/// The result of an ablation: for each data set one row per baseline and per variant.
package struct AblationTable: Codable, Sendable, Equatable {
    /// Mean and standard deviation over seeds; the deviation is 0 for a single seed.
    package struct Spread: Codable, Sendable, Equatable {
        package let mean: Double
        package let deviation: Double

        init(_ values: [Double]) {
            let mean = values.reduce(0, +) / Double(max(values.count, 1))
            self.mean = mean
            let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
            deviation = values.count > 1 ? (squares / Double(values.count - 1)).squareRoot() : 0
        }
    }

    package struct Row: Codable, Sendable, Equatable {
        package let name: String
        package let seeds: Int
        /// Scores by the names of `AblationMeasure`.
        package let measures: [String: Spread]
        /// Difference to the first variant's run with the same seed, averaged over seeds, with a bootstrap interval
        /// over patients; empty for baselines and the first variant.
        package let differences: [String: Estimate]
        /// Distinct drafts per hundred studies.
        package let distinctShare: Spread
        /// Retrieval in the shared space; nil without one.
        package let recallAt5: Spread?
        package let alignment: Spread?
        /// Validation text loss and duration of a run in seconds; nil for baselines.
        package let validationLoss: Spread?
        package let seconds: Spread?
    }

    package struct Section: Codable, Sendable, Equatable {
        package let dataset: String
        package let fold: String
        package let studies: Int
        package let patients: Int
        package let trainStudies: Int
        package let rows: [Row]
    }

    package let resamples: Int
    package let sets: [Section]
}

extension AblationTable.Section {
    /// `runs` holds, for each variant of the configuration, one run per seed.
    ///
    /// Throws `ReportMetricsError` if WordNet's files are broken.
    init(_ configuration: AblationConfiguration, _ data: AblationData, runs: [[AblationRun]], wordNet: WordNet) throws {
        let studies = data.dataset[configuration.fold]
        let references = studies.map { DraftReference($0, seed: configuration.seed) }
        let everyone = Array(studies.indices)
        func scores(_ drafts: [[String]]) throws -> AblationScores {
            try AblationScores(drafts: drafts, references: references, wordNet: wordNet)
        }

        let floors = try AblationFloors(configuration, data).rows.map { floor in
            let values = try scores(floor.drafts).values(everyone)
            return AblationTable.Row(
                name: floor.name, seeds: 1, measures: Self.named(values.map { AblationTable.Spread([$0]) }),
                differences: [:], distinctShare: AblationTable.Spread([Self.distinct(floor.drafts)]), recallAt5: nil,
                alignment: nil, validationLoss: nil, seconds: nil)
        }
        let drafts = runs.map { $0.map { $0.drafts.map { $0.split(separator: " ").map(String.init) } } }
        let scored = try drafts.map { try $0.map(scores) }
        let differences = Self.differences(
            scored, groups: EvaluationPolicy.groups(studies.map(\.patient)), resamples: configuration.resamples)
        let variants = runs.indices.map { index in
            let values = scored[index].map { $0.values(everyone) }
            let retrievals = runs[index].compactMap(\.retrieval)
            return AblationTable.Row(
                name: configuration.variants[index].name, seeds: runs[index].count,
                measures: Self.named(
                    AblationMeasure.allCases.indices.map { place in AblationTable.Spread(values.map { $0[place] }) }),
                differences: index == 0 ? [:] : Self.named(differences[index]),
                distinctShare: AblationTable.Spread(drafts[index].map(Self.distinct)),
                recallAt5: retrievals.isEmpty ? nil : AblationTable.Spread(retrievals.map(\.recallAt5)),
                alignment: retrievals.isEmpty ? nil : AblationTable.Spread(retrievals.map(\.alignment)),
                validationLoss: AblationTable.Spread(runs[index].map(\.validationLoss)),
                seconds: AblationTable.Spread(runs[index].map(\.seconds)))
        }
        self.init(
            dataset: data.settings.name, fold: configuration.fold.rawValue, studies: studies.count,
            patients: Set(studies.map(\.patient)).count, trainStudies: data.dataset[.train].count,
            rows: floors + variants)
    }

    /// Differences to the first variant, per variant and measure, over the same resamples of whole patients.
    private static func differences(_ scored: [[AblationScores]], groups: [[Int]], resamples: Int) -> [[Estimate]] {
        var generator = RandomGenerator(seed: EvaluationPolicy.bootstrapSeed, name: "ablation")
        func measured(_ cases: [Int]) -> [[Double]] {
            let values = scored.map { $0.map { $0.values(cases) } }
            return values.map { variant in
                AblationMeasure.allCases.indices.map { place in
                    let pairs = zip(variant, values.first ?? [])
                    return pairs.reduce(0) { $0 + $1.0[place] - $1.1[place] } / Double(max(variant.count, 1))
                }
            }
        }
        let whole = measured(groups.flatMap { $0 })
        let drawn = (0..<resamples).map { _ in
            measured(groups.indices.flatMap { _ in groups[Int.random(in: groups.indices, using: &generator)] })
        }
        return whole.indices.map { variant in
            whole[variant].indices.map { place in
                Estimate(value: whole[variant][place], resampled: drawn.map { $0[variant][place] })
            }
        }
    }

    private static func named<Value>(_ values: [Value]) -> [String: Value] {
        Dictionary(uniqueKeysWithValues: zip(AblationMeasure.allCases.map(\.rawValue), values))
    }

    private static func distinct(_ drafts: [[String]]) -> Double {
        Double(Set(drafts).count) / Double(max(drafts.count, 1))
    }
}
