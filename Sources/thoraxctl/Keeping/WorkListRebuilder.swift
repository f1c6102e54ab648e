import DICOMCore
import DICOMObject
import Foundation
import Intake
import OperatorErrors
import Platform
import Review
import WorkList
import WorkListDatabase

/// Makes rows for the files of a state directory that no row names. Each file is one transaction, and a file that has a row
/// is skipped, so that an interrupted run can be continued.
struct WorkListRebuilder {
    private let workList: WorkListStore
    private let admission: FileAdmission
    private(set) var report = RebuildReport()

    init(_ workList: WorkListStore) {
        self.workList = workList
        admission = FileAdmission(workList)
    }

    /// Paths relative to the state directory, those of an hour together, the oldest hour first as far as the names of
    /// directories tell; what the work list did not know before comes last.
    func paths() -> [String] {
        let files = workList.files
        let hours = Directory.names(in: files.absolute("instances")).sorted().flatMap { part in
            Directory.names(in: files.absolute("instances/\(part)")).sorted().map { "instances/\(part)/\($0)" }
        }
        return (hours + ["unlisted", "quarantine"]).flatMap { directory in
            Directory.names(in: files.absolute(directory)).filter { $0.hasSuffix(".dcm") }.sorted().map {
                "\(directory)/\($0)"
            }
        }
    }

    /// Admits every file that no row names, and ends the rebuild.
    ///
    /// - Returns: number of studies that are on hold because their decision is lost.
    mutating func admitAll(by actor: String, isShown: Bool) throws -> Int {
        try workList.beginRebuild()
        let paths = paths()
        let files = workList.files
        func byteCount(_ path: String) -> Int { FileStatus(files.absolute(path))?.byteCount ?? 0 }
        var progress = Progress(files: paths.count, bytes: paths.reduce(0) { $0 + byteCount($1) }, isShown: isShown)
        for path in paths {
            // A file may be moved or removed as it is admitted.
            let bytes = byteCount(path)
            try take(path, by: actor)
            progress.add(bytes: bytes)
        }
        progress.end()
        return try workList.endRebuild(
            by: actor,
            detail: [
                "instances": "\(report.instances)", "quarantined": "\(report.quarantined)",
                "left": "\(report.left.count)",
            ])
    }

    /// Admits one file.
    ///
    /// - Throws: what stops the whole run, such as a full disk; what is wrong with the file is in the report.
    private mutating func take(_ path: String, by actor: String) throws {
        guard try !workList.isListed(path) else { return report.listed += 1 }
        let header: InstanceHeader
        let contents: DurableFile.Contents
        do {
            var source = try ScanSource(path: workList.files.absolute(path))
            header = try InstanceHeader(ofFile: &source)
            contents = try DurableFile.Contents(ofFileAt: workList.files.absolute(path))
        } catch {
            return report.left.append(.init(path: path, reason: "\(error)"))
        }
        if path.hasPrefix("quarantine/") { return try quarantine(path, header, contents) }
        let outcome = try admission.admit(path, header, contents) { place in
            try store(header, place, contents)
        }
        switch outcome {
        case .admitted:
            report.instances += 1
            // A decision on a study that is in the work list and does not know it.
            if header.rows == nil { try workList.holdDecided(study: header.studyInstanceUID, by: actor) }
        case .alreadyStored: report.repeated += 1
        case .quarantined: report.quarantined += 1
        }
    }

    /// Writes the row of a new object.
    private func store(_ header: InstanceHeader, _ path: String, _ contents: DurableFile.Contents) throws {
        if let produced = ProducedDocument(header) {
            let document = WorkListStore.NewDocument(
                form: produced.form, header: header, path: path, contents: contents, destinations: [])
            return try workList.readmit(document, isDraft: produced.isDraft)
        }
        let standing = try workList.admit(
            header, path: path, contents: contents, callingAETitle: nil, settleAt: WorkListStore.rebuilding,
            rules: [ReturnedReportRule()])
        guard standing == .new else { throw IntakeError.storedMeanwhile }
    }

    private mutating func quarantine(
        _ path: String, _ header: InstanceHeader, _ contents: DurableFile.Contents
    ) throws {
        try workList.recordQuarantined(
            header, path: path, contents: contents, callingAETitle: nil,
            reason: "it was in quarantine when the work list was rebuilt; the reason is lost")
        report.quarantined += 1
    }
}

/// What a rebuild did.
struct RebuildReport: Codable {
    /// Files that were admitted, drafts and reports of this node among them.
    var instances = 0
    /// Files that a row named already.
    var listed = 0
    /// Files with an object that is stored in another file.
    var repeated = 0
    var quarantined = 0
    /// Files that stay without a row.
    var left: [Left] = []

    struct Left: ListingRow {
        /// Relative to the state directory.
        let path: String
        let reason: String

        static var columns: [Column<Left>] {
            [Column("reason", colour: { _ in .yellow }) { $0.reason }, Column("file") { $0.path }]
        }
    }
}
