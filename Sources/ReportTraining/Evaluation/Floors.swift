import ReportGeneration

/// Drafts that need no model. A model that does not beat them has learnt nothing from the picture.
enum Floors {
    /// For every film the report that occurs most often in training (of equals the first by text).
    static func mostFrequentReport(training: [ReportText], count: Int) -> [ReportText] {
        var occurrences: [String: (count: Int, report: ReportText)] = [:]
        for report in training { occurrences[report.text, default: (0, report)].count += 1 }
        let ranked = occurrences.sorted { ($1.value.count, $0.key) < ($0.value.count, $1.key) }
        guard let most = ranked.first?.value.report else { return [] }
        return [ReportText](repeating: most, count: count)
    }

    /// For every film the report of the training film nearest in pixel space (Euclidean distance of the preprocessed
    /// pictures).
    static func nearestReport(
        training: [TrainingExample], reports: [ReportText], films: [TrainingExample]
    ) -> [ReportText] {
        films.map { film in
            var nearest = (distance: Float.infinity, index: 0)
            for (index, example) in training.enumerated() {
                let distance = squaredDistance(film.input, example.input)
                if distance < nearest.distance { nearest = (distance, index) }
            }
            return reports[nearest.index]
        }
    }

    private static func squaredDistance(_ first: [Float], _ second: [Float]) -> Float {
        first.withUnsafeBufferPointer { first in
            second.withUnsafeBufferPointer { second in
                var sum = SIMD8<Float>.zero
                for start in stride(from: 0, to: first.count - 7, by: 8) {
                    var difference = SIMD8<Float>.zero
                    for lane in 0..<8 { difference[lane] = first[start + lane] - second[start + lane] }
                    sum += difference * difference
                }
                var total = sum.sum()
                for index in (first.count / 8 * 8)..<first.count {
                    total += (first[index] - second[index]) * (first[index] - second[index])
                }
                return total
            }
        }
    }
}
