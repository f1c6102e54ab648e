import Imaging
import NeuralNetwork
package import ReportGeneration
package import ReportMetrics

/// The outcomes of a bundle's checks for a fold's films in each of the eight orientations, cut to a quarter, and
/// inverted.
package struct OrientationEvaluation: Codable, Sendable, Equatable {
    /// The outcomes for one kind of picture; the shares have intervals over the patients.
    package struct Row: Codable, Sendable, Equatable {
        /// `upright`, `mirrored`, `turned by 90 degrees to the left`
        package let picture: String
        /// Share for which no draft is offered because the film is turned.
        package let refusedAsTurned: Estimate?
        /// Share for which no draft is offered because the picture does not look like a chest radiograph.
        package let refusedAsNoChest: Estimate?
        /// Share for which a draft is offered that says that the film may be turned.
        package let mayBeTurned: Estimate?
        /// Share for which a draft is offered that says that the film looks mirrored.
        package let looksMirrored: Estimate?
        /// Share for which a draft is offered that says nothing about the orientation of the film.
        package let silent: Estimate?
    }

    package let fold: String
    package let films: Int
    package let patients: Int
    package let rows: [Row]
    /// Mean seconds of the orientation check per film.
    package let seconds: Double

    /// Lays every picture of the fold in each orientation and checks it as a study of its own.
    ///
    /// Throws `ImagingError`.
    package static func run(
        generator: ReportGenerator, dataset: StudyDataset, fold: Fold, resamples: Int = EvaluationPolicy.resamples,
        progress: (Int, Int) -> Void = { _, _ in }
    ) throws -> OrientationEvaluation {
        let pictures = try dataset[fold].flatMap { study in
            try study.views.map { (patient: study.patient, input: try $0.values(generator.preprocessing)) }
        }
        let groups = EvaluationPolicy.groups(pictures.map(\.patient))
        let (size, channels) = (generator.preprocessing.size, generator.preprocessing.channels)
        var random = RandomGenerator(seed: EvaluationPolicy.bootstrapSeed, name: "orientation")
        var rows: [Row] = []
        func add(_ name: String, _ lay: ([Float]) -> [Float]) {
            let outcomes = pictures.map { Outcome(generator.check(inputs: [lay($0.input)])) }
            func share(_ outcome: Outcome) -> Estimate? {
                Bootstrap.estimate(groups: groups, resamples: resamples, using: &random) { cases in
                    Double(cases.count { outcomes[$0] == outcome }) / Double(max(cases.count, 1))
                }
            }
            rows.append(
                Row(
                    picture: name, refusedAsTurned: share(.refusedAsTurned),
                    refusedAsNoChest: share(.refusedAsNoChest), mayBeTurned: share(.mayBeTurned),
                    looksMirrored: share(.looksMirrored), silent: share(.silent)))
            progress(rows.count, FilmOrientation.all.count + 2)
        }
        for orientation in FilmOrientation.all {
            add(orientation.words) { orientation($0, size: size, channels: channels) }
        }
        add("the upper left quarter") { Self.quarter($0, size: size, channels: channels) }
        add("black and white exchanged") { $0.map { -$0 } }
        let clock = ContinuousClock()
        let traits = generator.traits(inputs: pictures.prefix(64).map(\.input))
        let start = clock.now
        for trait in traits { _ = generator.orientation(of: trait) }
        return OrientationEvaluation(
            fold: fold.rawValue, films: pictures.count, patients: groups.count, rows: rows,
            seconds: start.duration(to: clock.now) / .seconds(max(traits.count, 1)))
    }

    /// The upper left quarter of a picture, each pixel twice as large in both directions.
    private static func quarter(_ input: [Float], size: Int, channels: Int) -> [Float] {
        (0..<size * size).flatMap { place in
            let from = (place / size / 2 * size + place % size / 2) * channels
            return input[from..<from + channels]
        }
    }

    private enum Outcome {
        case refusedAsTurned, refusedAsNoChest, mayBeTurned, looksMirrored, silent

        init(_ check: (notices: [DraftNotice], abstention: String?)) {
            for notice in check.notices {
                switch notice {
                case .pictureTurned: self = .refusedAsTurned
                case .notChestRadiograph: self = .refusedAsNoChest
                case .pictureMayBeTurned: self = .mayBeTurned
                case .pictureLooksMirrored: self = .looksMirrored
                default: continue
                }
                return
            }
            self = .silent
        }
    }
}

extension OrientationEvaluation {
    /// The rows as a table in Markdown, shares in percent with intervals in brackets.
    package var table: String {
        func percent(_ share: Double) -> String { TrainingProgress.number(share * 100, 1) }
        func show(_ estimate: Estimate?) -> String {
            guard let estimate else { return "undefined" }
            if estimate.value == 0, estimate.high == 0 { return "0" }
            return "\(percent(estimate.value)) [\(percent(estimate.low)), \(percent(estimate.high))]"
        }
        let head = [
            "\(fold) fold: \(films) films of \(patients) patients; percent with 95 % intervals by bootstrap over patients",
            "", "| picture | refused: turned | refused: no chest | may be turned | looks mirrored | none of these |",
            "|---|---|---|---|---|---|",
        ]
        let lines = rows.map { row in
            let cells = [row.refusedAsTurned, row.refusedAsNoChest, row.mayBeTurned, row.looksMirrored, row.silent]
            return "| \(row.picture) | " + cells.map(show).joined(separator: " | ") + " |"
        }
        let foot = ["", "orientation check \(TrainingProgress.number(seconds * 1000, 2)) ms per film"]
        return (head + lines + foot).joined(separator: "\n")
    }
}
