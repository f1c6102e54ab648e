package import Metrics
import Synchronization

/// Stores the metrics recorded through swift-metrics, as its metrics factory.
///
/// Only listed metrics are kept, and the number of series is limited, so that unexpected labels cannot fill the memory.
package final class MetricsRegistry: MetricsFactory {
    /// Maximum number of series; a hundred peers with every status use about half of it.
    static let seriesLimit = 10_000

    private struct Key: Hashable {
        let name: String
        let labels: [MetricFamily.Label]
    }

    private struct State {
        var numbers: [Key: NumberSeries] = [:]
        var histograms: [Key: HistogramSeries] = [:]
        var dropped = 0

        var isFull: Bool { numbers.count + histograms.count >= MetricsRegistry.seriesLimit }
    }

    private let descriptions: [String: MetricDescription]
    private let state = Mutex(State())

    /// Keeps only metrics with these descriptions.
    package init(_ descriptions: [MetricDescription] = MetricList.all) {
        self.descriptions = Dictionary(uniqueKeysWithValues: descriptions.map { ($0.name, $0) })
    }

    /// The recorded metrics, sorted by name; metrics without values are omitted.
    package var families: [MetricFamily] {
        let (numbers, histograms, dropped) = state.withLock { ($0.numbers, $0.histograms, $0.dropped) }
        var samples: [String: [MetricFamily.Sample]] = [:]
        for (key, series) in numbers {
            samples[key.name, default: []].append(.init(labels: key.labels, value: .number(series.value)))
        }
        for (key, series) in histograms {
            samples[key.name, default: []].append(.init(labels: key.labels, value: .histogram(series.value)))
        }
        let counted = samples.keys.sorted().compactMap { name in
            descriptions[name].map { description in
                MetricFamily(
                    description,
                    (samples[name] ?? []).sorted {
                        $0.labels.map(\.value).lexicographicallyPrecedes($1.labels.map(\.value))
                    })
            }
        }
        return counted + [MetricFamily(MetricList.droppedSeries, Double(dropped))]
    }

    private func number(_ label: String, _ dimensions: [(String, String)], _ kind: MetricDescription.Kind)
        -> NumberSeries?
    {
        guard descriptions[label]?.kind == kind else { return nil }
        let key = Key(name: label, labels: dimensions.map { .init(name: $0.0, value: $0.1) })
        return state.withLock { state in
            if let series = state.numbers[key] { return series }
            guard !state.isFull else {
                state.dropped += 1
                return nil
            }
            let series = NumberSeries(isCounter: kind == .counter)
            state.numbers[key] = series
            return series
        }
    }

    private func histogram(_ label: String, _ dimensions: [(String, String)]) -> HistogramSeries? {
        guard case .histogram(let bounds) = descriptions[label]?.kind else { return nil }
        let key = Key(name: label, labels: dimensions.map { .init(name: $0.0, value: $0.1) })
        return state.withLock { state in
            if let series = state.histograms[key] { return series }
            guard !state.isFull else {
                state.dropped += 1
                return nil
            }
            let series = HistogramSeries(bounds: bounds)
            state.histograms[key] = series
            return series
        }
    }
}

extension MetricsRegistry {
    package func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
        number(label, dimensions, .counter) ?? NOOPMetricsHandler.instance
    }

    package func makeFloatingPointCounter(
        label: String, dimensions: [(String, String)]
    ) -> any FloatingPointCounterHandler {
        number(label, dimensions, .counter) ?? NOOPMetricsHandler.instance
    }

    package func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
        number(label, dimensions, .gauge) ?? NOOPMetricsHandler.instance
    }

    /// - Parameter aggregate: false for a gauge, which keeps only the last value.
    package func makeRecorder(
        label: String, dimensions: [(String, String)], aggregate: Bool
    ) -> any RecorderHandler {
        let series: (any RecorderHandler)? =
            aggregate ? histogram(label, dimensions) : number(label, dimensions, .gauge)
        return series ?? NOOPMetricsHandler.instance
    }

    package func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
        histogram(label, dimensions) ?? NOOPMetricsHandler.instance
    }

    // A series is never removed: one that disappeared and came back would look like a restart.
    package func destroyCounter(_ handler: any CounterHandler) {}
    package func destroyFloatingPointCounter(_ handler: any FloatingPointCounterHandler) {}
    package func destroyMeter(_ handler: any MeterHandler) {}
    package func destroyRecorder(_ handler: any RecorderHandler) {}
    package func destroyTimer(_ handler: any TimerHandler) {}
}
