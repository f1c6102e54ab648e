package import Foundation
import Synchronization

/// Says how an ablation goes: a line for each finished run, and on a terminal a line that is rewritten after each epoch.
package final class AblationProgress: Sendable {
    private struct State {
        var done = 0.0
        var finished = 0
    }

    private let handle: FileHandle
    private let isTerminal: Bool
    private let start = ContinuousClock().now
    /// Studies to train on in all epochs of all runs, and the runs.
    private let work: Mutex<(studies: Double, runs: Int)> = Mutex((1, 0))
    private let state = Mutex(State())

    package init(handle: FileHandle, isTerminal: Bool) {
        self.handle = handle
        self.isTerminal = isTerminal
    }

    /// What lies ahead.
    func expect(studies: Int, runs: Int) {
        work.withLock { $0 = (Double(max(studies, 1)), runs) }
    }

    /// An epoch over so many studies is done.
    func advance(studies: Int) {
        let work = work.withLock { $0 }
        state.withLock { state in
            state.done += Double(studies)
            guard isTerminal else { return }
            write("\r\(state.finished) of \(work.runs) runs  \(timeLeft(state.done / work.studies))\u{1B}[K")
        }
    }

    /// A run is done.
    func finish(_ run: AblationRun) {
        let work = work.withLock { $0 }
        state.withLock { state in
            state.finished += 1
            let parts = [
                "\(state.finished) of \(work.runs)", run.dataset, "seed \(run.seed)", run.variant,
                "validation text loss " + TrainingProgress.number(run.validationLoss, 3),
                run.retrieval.map { "R@5 " + TrainingProgress.number($0.recallAt5, 2) } ?? "",
                TrainingProgress.number(run.seconds, 0) + " s", timeLeft(state.done / work.studies),
            ]
            let line = parts.filter { !$0.isEmpty }.joined(separator: "  ")
            write((isTerminal ? "\r" : "") + line + (isTerminal ? "\u{1B}[K\n" : "\n"))
        }
    }

    private func timeLeft(_ share: Double) -> String {
        let elapsed = start.duration(to: ContinuousClock().now) / .seconds(1)
        guard share > 0 else { return "" }
        let seconds = Int(max(0, elapsed / share - elapsed))
        return seconds >= 60 ? "\(seconds / 60) min left" : "\(seconds) s left"
    }

    private func write(_ text: String) { handle.write(Data(text.utf8)) }
}
