import Foundation
import Platform
import ReportGeneration
import Synchronization
import WorkListDatabase

/// Records why reporter processes end. What a study caused is an incident of that study; anything else lasts until a process
/// is ready, and the same reason is one incident, however often it ends a process.
final class ReporterOutage: Sendable {
    private static let name = "reporter"

    private let incidents: IncidentLog
    /// The reason that was recorded last; nil while a process works.
    private let reason = Mutex<String?>(nil)

    init(_ incidents: IncidentLog) { self.incidents = incidents }

    /// - Parameters:
    ///   - hint: what to do, if that is known.
    ///   - hadClaim: whether the process was working on something.
    ///   - study: the study that it was drafting, if it was.
    func record(_ reason: String, hint: String?, hadClaim: Bool, study: String?) {
        let hint = hint ?? "see the earlier log entries; thoraxctl worklist shows the studies that failed"
        if hadClaim { return incidents.record(reason, hint: hint, study: study, cause: study.map { _ in .draft }) }
        let isNews = self.reason.withLock { last in
            defer { last = reason }
            return last != reason
        }
        guard isNews else { return }
        incidents.close(Self.name)
        incidents.record(reason, hint: hint, cause: .condition(Self.name))
    }

    func isOver() {
        let wasMet = reason.withLock { last in
            defer { last = nil }
            return last != nil
        }
        if wasMet { incidents.close(Self.name) }
    }

    /// Why a model cannot be loaded, and what to do; nil if every file of it is as it should be.
    static func fault(ofModel directory: String) async -> (reason: String, hint: String)? {
        let error = try? await OwnedThread.run(name: "supervisor") {
            do throws(ReportGenerationError) {
                _ = try ModelBundle(directory: URL(filePath: directory))
                return ReportGenerationError?.none
            } catch {
                return error
            }
        }
        return error.flatMap(\.self).map { ("the model cannot be loaded, so drafting waits: \($0)", $0.hint) }
    }
}
