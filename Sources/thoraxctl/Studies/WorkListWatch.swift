import Administration
import Foundation
import WorkList
import WorkListDatabase

/// `thoraxctl worklist --watch` refreshes the list on a terminal, and prints one line per change in a pipe.
struct WorkListWatch {
    let workList: WorkListStore
    let command: WorkListCommand

    private static let interval: useconds_t = 2_000_000

    /// Runs until the process is terminated.
    ///
    /// - Parameter notice: the notice above the list; nil for none.
    func run(notice: () -> String?) throws -> Never {
        if TextTable.isTerminal, !command.options.json {
            while true {
                try draw(notice())
                usleep(Self.interval)
            }
        }
        var marks = try workList.changeMarks()
        while true {
            usleep(Self.interval)
            let next = try workList.changes(afterItem: marks.item, afterHistory: marks.history)
            marks = (next.item, next.history)
            for change in next.changes { try say(change) }
        }
    }

    private func draw(_ notice: String?) throws {
        let size = terminalSize()
        let entries = try command.entries(of: workList, limit: min(command.listing.limit.rows, max(1, size.rows - 3)))
        let head =
            "thoraxctl worklist, \(describeTime(Date())), every 2 s; end with Ctrl-C"
        var lines = [TextTable.paint(head, .grey)] + (notice.map { [$0] } ?? [])
        lines += command.table(of: entries).lines(width: size.columns)
        // Moves the cursor home, overwrites each line to its end, then erases everything below.
        write("\u{1B}[H" + lines.prefix(size.rows - 1).map { $0 + "\u{1B}[K\n" }.joined() + "\u{1B}[J")
    }

    /// Prints one line for a change, if the study matches the filter.
    private func say(_ change: (workItem: Int64, state: WorkItemState, at: Date)) throws {
        var filter = command.selection.filter()
        guard filter.states.isEmpty || filter.states.contains(change.state) else { return }
        // The change is listed for the state that it led to, whatever the study's is by now.
        filter.states = []
        (filter.changedSince, filter.changedUntil) = (nil, nil)
        filter.item = change.workItem
        let found = try workList.entries(filter, by: .changed, limit: 1, showsPatient: command.patients.showPatient)
        guard let entry = found.first else { return }
        let at = describeTime(change.at)
        if command.options.json {
            struct Change: Encodable {
                let at: Date
                let state: WorkItemState
                let study: WorkListEntry
            }
            return write(try jsonText(Change(at: change.at, state: change.state, study: entry), isPretty: false) + "\n")
        }
        let parts = [
            at, change.state.rawValue, "\(entry.id)", entry.studyInstanceUID, entry.patient?.name, entry.patient?.id,
            entry.state == change.state ? entry.reason : nil,
        ]
        write(parts.compactMap(\.self).map(terminalSafe).joined(separator: "  ") + "\n")
    }

    private func terminalSize() -> (columns: Int, rows: Int) {
        var size = winsize()
        guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0, size.ws_row > 4 else {
            return (80, 24)
        }
        return (Int(size.ws_col), Int(size.ws_row))
    }

    private func write(_ text: String) { FileHandle.standardOutput.write(Data(text.utf8)) }
}
