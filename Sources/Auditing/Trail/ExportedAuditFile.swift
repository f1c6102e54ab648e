import FoundationEssentials
import GRDB
import Glibc
import Platform
package import WorkListDatabase

/// A file that messages of this trail were exported to, as the act of its export names it.
package struct ExportedAuditFile: Sendable, Equatable, FetchableRecord, Decodable {
    /// Path at the time of the export.
    private let path: String
    /// Ids of its first and its last message.
    package let first: Int64
    package let last: Int64

    /// Name in the directory of exported messages.
    package var name: String { Self.name(ofFileAt: path) }

    static func name(ofFileAt path: String) -> String { path.split(separator: "/").last.map(String.init) ?? path }

    /// What is wrong with a copy of the file.
    package enum Problem: Sendable, Equatable, CustomStringConvertible {
        case missing
        /// Its messages are not those that were exported.
        case altered(AuditVerification.Fault)
        case unreadable(String)

        package var description: String {
            switch self {
            case .missing: "missing"
            case .altered(let fault): "\(fault)"
            case .unreadable(let reason): reason
            }
        }
    }

    /// Reads a copy of the file, and checks that it has all messages that were exported to it, unaltered.
    ///
    /// - Returns: nil if it has. Whether the first one follows the last of the file before shows only with that file.
    package func problem(at path: String) -> Problem? {
        do {
            let file = try AuditFile(at: path)
            var chain: AuditChain?
            while let record = try file.next() {
                if chain == nil {
                    let begin = first > 1 ? AuditAnchor(id: first - 1, hash: record.previousHash) : nil
                    chain = AuditChain(after: begin)
                }
                guard record.id <= last else { return .altered(.replaced(id: record.id)) }
                if let fault = chain?.fault(of: record) { return .altered(fault) }
            }
            guard let head = chain?.head, head.id == last else {
                return .altered(.cut(after: chain?.head?.id ?? first - 1, expected: last))
            }
            return WorkListStore.auditSegmentName(first, head) == name ? nil : .altered(.replaced(id: last))
        } catch PlatformError.file(_, _, ENOENT) {
            return .missing
        } catch {
            return .unreadable("\(error)")
        }
    }
}

/// A file that the trail needs and that does not have its messages.
package struct AuditFileFault: Sendable, Equatable {
    /// Where the file was looked for.
    package let path: String
    package let problem: ExportedAuditFile.Problem
    let first: Int64
}

extension WorkListStore {
    /// The files that messages of this trail were exported to, oldest first. A file of `audit/` that is not among them is of
    /// another trail, such as one before a restore, or of an export that was interrupted. Other exports, such as a support
    /// bundle, name a file too, but no messages.
    package func exportedAuditFiles() throws -> [ExportedAuditFile] {
        try read { db in
            try ExportedAuditFile.fetchAll(
                db,
                sql: """
                    SELECT json_extract(detail, '$.file') AS path,
                        CAST(json_extract(detail, '$.after') AS INTEGER) + 1 AS first,
                        CAST(json_extract(detail, '$.to') AS INTEGER) AS last
                    FROM act WHERE kind = 'exported' AND json_extract(detail, '$.what') = 'audit trail'
                        AND json_extract(detail, '$.file') IS NOT NULL AND json_extract(detail, '$.to') IS NOT NULL
                    ORDER BY id
                    """)
        }
    }

    /// Proves the trail from its first message to its last: the exported files, then the messages in the work list. Begins
    /// again if messages are exported meanwhile.
    ///
    /// - Parameters:
    ///   - directory: where the exported files are; nil leaves them out, and begins after the last exported message.
    ///   - named: paths of files that were moved elsewhere, and of other exported messages.
    ///   - anchor: an anchor taken earlier from the trail.
    ///   - progress: called with the number of messages verified and the total.
    /// - Returns: what the chain of the sound files and the work list shows, and each file that is missing or altered. A file is
    ///   not missing if others have its messages.
    /// - Throws: also `AuditFileError` for a named file that is no export.
    package func verifyWholeAuditTrail(
        in directory: String?, with named: [String] = [], expecting anchor: AuditAnchor? = nil,
        progress: (_ checked: Int64, _ total: Int64) -> Void = { _, _ in }
    ) throws -> (trail: AuditVerification, faults: [AuditFileFault]) {
        while true {
            let before = try auditExportAnchor()
            let found = try proveAuditTrail(in: directory, with: named, expecting: anchor, progress: progress)
            // The daemon may have moved messages from the work list to a new file meanwhile: that is no gap, and the new file
            // belongs to the proof.
            if try auditExportAnchor() == before { return found }
        }
    }

    private func proveAuditTrail(
        in directory: String?, with named: [String], expecting anchor: AuditAnchor?,
        progress: (_ checked: Int64, _ total: Int64) -> Void
    ) throws -> (trail: AuditVerification, faults: [AuditFileFault]) {
        let exported = try directory == nil ? [] : exportedAuditFiles()
        progress(0, try auditHead()?.id ?? 0)
        let copies = Dictionary(
            named.map { (ExportedAuditFile.name(ofFileAt: $0), $0) }, uniquingKeysWith: { first, _ in first })
        var sound: [String] = []
        var faults: [AuditFileFault] = []
        for file in exported {
            let path = copies[file.name] ?? "\(directory ?? "")/\(file.name)"
            if let problem = file.problem(at: path) {
                faults.append(AuditFileFault(path: path, problem: problem, first: file.first))
            } else {
                sound.append(path)
            }
        }
        let names = Set(exported.map(\.name))
        let others = named.filter { !names.contains(ExportedAuditFile.name(ofFileAt: $0)) }
        let trail = try verifyAuditTrail(with: sound + others, expecting: anchor, progress: progress)
        let begin = trail.begin?.id ?? 0
        faults.removeAll { $0.problem == .missing && trail.fault == nil && $0.first > begin }
        return (trail, faults)
    }
}
