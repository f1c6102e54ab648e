package import Foundation
import Synchronization

/// Reports the progress of an ablation: a line per finished run, and on a terminal a status line updated after each
/// epoch.
package final class AblationProgress: Sendable {
    private struct State {
        var done = 0.0
        var finished = 0
    }

    private let handle: FileHandle
    private let isTerminal: Bool
    private let start = ContinuousClock().now
    /// Studies to train on, summed over epochs and runs, and the number of runs.
    private let work: Mutex<(studies: Double, runs: Int)> = Mutex((1, 0))
    private let state = Mutex(State())

    package init(handle: FileHandle, isTerminal: Bool) {
        self.handle = handle
        self.isTerminal = isTerminal
    }

    /// Sets the total amount of work.
    func expect(studies: Int, runs: Int) {
        work.withLock { $0 = (Double(max(studies, 1)), runs) }
    }

    /// Records a finished epoch over the given number of studies.
    func advance(studies: Int) {
        let work = work.withLock { $0 }
        state.withLock { state in
            state.done += Double(studies)
            guard isTerminal else { return }
            write("\r\(state.finished) of \(work.runs) runs  \(timeLeft(state.done / work.studies))\u{1B}[K")
        }
    }

    /// Records a finished run.
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
