/// Measures that need no draft, for a fold whose reports all state facts.
struct FactMeasures {
    /// A picture and the report to read with it, by their positions in the fold.
    struct Reading {
        let picture: Int
        let report: Int
    }

    let reports: [FactReport]
    let sameLabels: SameLabels

    /// Nil unless every study's report states facts.
    init?(_ studies: [TrainingStudy]) {
        reports = studies.compactMap(\.facts)
        guard reports.count == studies.count, !reports.isEmpty else { return nil }
        sameLabels = SameLabels(reports)
    }

    /// Measures from teacher forcing; `force` reads reports with pictures.
    func values(_ force: ([Reading]) throws -> [any ForcedReport]) rethrows -> [AblationMeasure: Double] {
        let forced = try force(reports.indices.map { Reading(picture: $0, report: $0) })
        var values = words(forced)
        for (measure, pairs) in [
            (AblationMeasure.swap, sameLabels.attributePairs), (.swapOfNormals, sameLabels.normalPairs),
        ] {
            let exchanged = try force(
                pairs.flatMap {
                    [Reading(picture: $0.first, report: $0.second), .init(picture: $0.second, report: $0.first)]
                })
            values[measure] = SwapTest.score(
                own: pairs.map { forced[$0.first].logLikelihood + forced[$0.second].logLikelihood },
                exchanged: pairs.indices.map {
                    exchanged[2 * $0].logLikelihood + exchanged[2 * $0 + 1].logLikelihood
                })
        }
        return values
    }

    /// Measures of a shared space, from the cosines of images (rows) and texts (columns).
    func values(cosines: [Float]) -> [AblationMeasure: Double] {
        guard let retrieval = SameLabelRetrieval(cosines: cosines, rivals: sameLabels.rivals) else { return [:] }
        return [.retrievalArea: retrieval.area, .retrievalShare: retrieval.share]
    }

    private func words(_ forced: [any ForcedReport]) -> [AblationMeasure: Double] {
        var right: [FactAttribute: [Double]] = [:]
        var losses: [Double] = []
        for (report, forced) in zip(reports, forced) {
            for word in AttributeWord.all(in: report) {
                let own = forced.logProbability(of: word.word, at: word.position)
                let best = word.rivals.map { forced.logProbability(of: $0, at: word.position) }.max() ?? -.infinity
                right[word.attribute, default: []].append(own > best ? 1 : 0)
                losses.append(Double(-own))
            }
        }
        func mean(_ values: [Double]?) -> Double? {
            values.flatMap { $0.isEmpty ? nil : $0.reduce(0, +) / Double($0.count) }
        }
        var values: [AblationMeasure: Double] = [:]
        values[.sideChoice] = mean(right[.side])
        values[.zoneChoice] = mean(right[.zone])
        values[.gradeChoice] = mean(right[.grade])
        values[.attributeLoss] = mean(losses)
        return values
    }
}
