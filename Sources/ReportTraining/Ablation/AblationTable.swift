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
        /// The measures that the data set has.
        package let measures: [AblationMeasure: Spread]
        /// Differences to the first variant's runs with the same seeds; empty for baselines and the first variant.
        package let differences: [AblationMeasure: PairedDifference]
        /// The variant's control, and the differences to the control's runs with the same seeds.
        package let control: String?
        package let controlDifferences: [AblationMeasure: PairedDifference]
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
        /// Number of comparisons of each measure, for which the intervals of differences are widened.
        package let comparisons: Int
        package let rows: [Row]

        /// The measures that at least one row has.
        package var measures: [AblationMeasure] {
            AblationMeasure.allCases.filter { measure in rows.contains { $0.measures[measure] != nil } }
        }
    }

    package let sets: [Section]
}

extension AblationTable.Section {
    /// `runs` holds, for each variant of the configuration, one run per seed.
    ///
    /// Throws `ReportMetricsError` if WordNet's files are broken.
    init(_ configuration: AblationConfiguration, _ data: AblationData, runs: [[AblationRun]], wordNet: WordNet) throws {
        let studies = data.dataset[configuration.fold]
        let references = studies.map { DraftReference($0, seed: configuration.seed) }
        func scores(_ drafts: [[String]]) throws -> [AblationMeasure: Double] {
            try AblationScores(
                drafts: drafts, references: references, findingCount: data.dataset.labels.count, wordNet: wordNet
            ).values
        }

        let floors = try AblationFloors(configuration, data).rows.map { floor in
            AblationTable.Row(
                name: floor.name, seeds: 1, measures: Self.spreads([try scores(floor.drafts)]), differences: [:],
                control: nil, controlDifferences: [:],
                distinctShare: AblationTable.Spread([Self.distinct(floor.drafts)]), recallAt5: nil, alignment: nil,
                validationLoss: nil, seconds: nil)
        }
        let drafts = runs.map { $0.map { $0.drafts.map { $0.split(separator: " ").map(String.init) } } }
        let measured = try zip(drafts, runs).map { drafts, runs in
            try zip(drafts, runs).map { try scores($0).merging($1.factMeasures) { $1 } }
        }
        let settings = configuration.variants
        let comparisons = settings.count - 1 + settings.count { $0.control != nil }
        let variants = runs.indices.map { index in
            let retrievals = runs[index].compactMap(\.retrieval)
            let control = settings.firstIndex { $0.name == settings[index].control }
            func differences(to other: Int) -> [AblationMeasure: PairedDifference] {
                Self.differences(measured[index], measured[other], comparisons: comparisons)
            }
            return AblationTable.Row(
                name: settings[index].name, seeds: runs[index].count, measures: Self.spreads(measured[index]),
                differences: index == 0 ? [:] : differences(to: 0), control: settings[index].control,
                controlDifferences: control.map(differences) ?? [:],
                distinctShare: AblationTable.Spread(drafts[index].map(Self.distinct)),
                recallAt5: retrievals.isEmpty ? nil : AblationTable.Spread(retrievals.map(\.recallAt5)),
                alignment: retrievals.isEmpty ? nil : AblationTable.Spread(retrievals.map(\.alignment)),
                validationLoss: AblationTable.Spread(runs[index].map(\.validationLoss)),
                seconds: AblationTable.Spread(runs[index].map(\.seconds)))
        }
        self.init(
            dataset: data.settings.name, fold: configuration.fold.rawValue, studies: studies.count,
            patients: Set(studies.map(\.patient)).count, trainStudies: data.dataset[.train].count,
            comparisons: comparisons, rows: floors + variants)
    }

    /// The spread of every measure that all seeds have.
    private static func spreads(_ seeds: [[AblationMeasure: Double]]) -> [AblationMeasure: AblationTable.Spread] {
        (seeds.first ?? [:]).keys.reduce(into: [:]) { spreads, measure in
            let values = seeds.compactMap { $0[measure] }
            if values.count == seeds.count { spreads[measure] = AblationTable.Spread(values) }
        }
    }

    /// Differences of every measure that all runs of both variants have, seed by seed.
    private static func differences(
        _ own: [[AblationMeasure: Double]], _ other: [[AblationMeasure: Double]], comparisons: Int
    ) -> [AblationMeasure: PairedDifference] {
        (own.first ?? [:]).keys.reduce(into: [:]) { differences, measure in
            let values = zip(own, other).compactMap { own, other in
                own[measure].flatMap { value in other[measure].map { value - $0 } }
            }
            if values.count == own.count {
                differences[measure] = PairedDifference(values, comparisons: comparisons)
            }
        }
    }

    private static func distinct(_ drafts: [[String]]) -> Double {
        Double(Set(drafts).count) / Double(max(drafts.count, 1))
    }
}
