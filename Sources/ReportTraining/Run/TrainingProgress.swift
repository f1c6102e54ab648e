package import Foundation

/// Shows the progress of a run: a status line on a terminal, one line per epoch in a pipe.
package final class TrainingProgress {
    private let handle: FileHandle
    private let isTerminal: Bool
    private let epochs: Int
    private let stepsPerEpoch: Int
    private let start = ContinuousClock().now
    /// Share of the run done by an earlier process.
    private var earlierShare: Double?

    package init(handle: FileHandle, isTerminal: Bool, epochs: Int, stepsPerEpoch: Int) {
        self.handle = handle
        self.isTerminal = isTerminal
        self.epochs = epochs
        self.stepsPerEpoch = stepsPerEpoch
    }

    /// Marks the position at which the run is resumed.
    func begin(epoch: Int, step: Int) { earlierShare = share(epoch: epoch, step: step) }

    private func share(epoch: Int, step: Int) -> Double {
        (Double(epoch - 1) + Double(step) / Double(stepsPerEpoch)) / Double(epochs)
    }

    /// Reports what the run is doing before its first step.
    func note(_ text: String) { write((isTerminal ? "\r" : "") + text + (isTerminal ? "\u{1B}[K\n" : "\n")) }

    func step(_ step: Int, epoch: Int, sums: LossSums, examplesPerSecond: Double) {
        guard isTerminal else { return }
        let share = share(epoch: epoch, step: step)
        let line = [
            "epoch \(epoch)/\(epochs)", "step \(step)/\(stepsPerEpoch)",
            "text " + Self.number(sums.text, 3), "findings " + Self.number(sums.finding, 3),
            sums.contrastive.map { "contrastive " + Self.number($0, 3) },
            Self.number(examplesPerSecond, 0) + " studies/s", timeLeft(share: share),
        ].compactMap { $0 }.joined(separator: "  ")
        write("\r" + line + "\u{1B}[K")
    }

    func epoch(_ metrics: EpochMetrics, isBest: Bool) {
        let line = [
            "epoch \(metrics.epoch)/\(epochs)",
            "text " + Self.number(metrics.textLoss, 3) + " (validation " + Self.number(metrics.validationTextLoss, 3)
                + ")",
            "findings " + Self.number(metrics.findingLoss, 3) + " (validation "
                + Self.number(metrics.validationFindingLoss, 3) + ")",
            metrics.contrastiveLoss.map { "contrastive " + Self.number($0, 3) },
            metrics.validationRecallAt5.map { "retrieval@5 " + Self.number($0, 3) },
            "validation AUC " + (metrics.validationAUC.map { Self.number($0, 3) } ?? "undefined")
                + (isBest ? " best" : ""),
            Self.number(metrics.examplesPerSecond, 0) + " studies/s",
            timeLeft(share: Double(metrics.epoch) / Double(epochs)),
        ].compactMap { $0 }.joined(separator: "  ")
        write((isTerminal ? "\r" : "") + line + (isTerminal ? "\u{1B}[K\n" : "\n"))
    }

    private func timeLeft(share: Double) -> String {
        let elapsed = Double(start.duration(to: ContinuousClock().now).components.seconds)
        let done = share - (earlierShare ?? 0)
        guard done > 0 else { return "" }
        let seconds = Int(elapsed / done * (1 - share))
        return seconds >= 60 ? "\(seconds / 60) min left" : "\(seconds) s left"
    }

    private func write(_ text: String) {
        handle.write(Data(text.utf8))
    }

    static func number(_ value: Double, _ digits: Int) -> String {
        String(format: "%.\(digits)f", value)
    }
}
