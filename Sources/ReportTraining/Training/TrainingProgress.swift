package import Foundation

/// Shows how a run goes: one line that is rewritten on a terminal, one plain line for each epoch in a pipe.
package final class TrainingProgress {
    private let handle: FileHandle
    private let isTerminal: Bool
    private let epochs: Int
    private let stepsPerEpoch: Int
    private let start = ContinuousClock().now

    package init(handle: FileHandle, isTerminal: Bool, epochs: Int, stepsPerEpoch: Int) {
        self.handle = handle
        self.isTerminal = isTerminal
        self.epochs = epochs
        self.stepsPerEpoch = stepsPerEpoch
    }

    func step(_ step: Int, epoch: Int, textLoss: Double, findingLoss: Double, examplesPerSecond: Double) {
        guard isTerminal else { return }
        let share = (Double(epoch - 1) + Double(step) / Double(stepsPerEpoch)) / Double(epochs)
        let line = [
            "epoch \(epoch)/\(epochs)", "step \(step)/\(stepsPerEpoch)",
            "text " + Self.number(textLoss, 3), "findings " + Self.number(findingLoss, 3),
            Self.number(examplesPerSecond, 0) + " films/s", timeLeft(share: share),
        ].joined(separator: "  ")
        write("\r" + line + "\u{1B}[K")
    }

    func epoch(_ metrics: EpochMetrics, isBest: Bool) {
        let line = [
            "epoch \(metrics.epoch)/\(epochs)",
            "text " + Self.number(metrics.textLoss, 3) + " (validation " + Self.number(metrics.validationTextLoss, 3)
                + ")",
            "findings " + Self.number(metrics.findingLoss, 3) + " (validation "
                + Self.number(metrics.validationFindingLoss, 3) + ")",
            "validation AUC " + Self.number(metrics.validationAUC, 3) + (isBest ? " best" : ""),
            Self.number(metrics.examplesPerSecond, 0) + " films/s",
            timeLeft(share: Double(metrics.epoch) / Double(epochs)),
        ].joined(separator: "  ")
        write((isTerminal ? "\r" : "") + line + (isTerminal ? "\u{1B}[K\n" : "\n"))
    }

    private func timeLeft(share: Double) -> String {
        let elapsed = Double(start.duration(to: ContinuousClock().now).components.seconds)
        guard share > 0 else { return "" }
        let seconds = Int(elapsed / share - elapsed)
        return seconds >= 60 ? "\(seconds / 60) min left" : "\(seconds) s left"
    }

    private func write(_ text: String) {
        handle.write(Data(text.utf8))
    }

    static func number(_ value: Double, _ digits: Int) -> String {
        String(format: "%.\(digits)f", value)
    }
}
